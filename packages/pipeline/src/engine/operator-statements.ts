export { ddl, grantStatements } from '@cmsc/clickhouse';
