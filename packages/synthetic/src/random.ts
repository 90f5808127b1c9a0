export { mix, Random } from '@cmsc/core';
