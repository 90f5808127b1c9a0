export * from './columns.js';
export * from './dictionary.js';
export * from './errors.js';
export * from './events.js';
export * from './ledger.js';
export * from './order.js';
export * from './presets.js';
