export { showable } from '@cmsc/core';
