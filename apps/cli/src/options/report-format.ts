import { valueOption, type OptionGroup } from './option-group.js';
import { oneOf } from './parsers.js';

/** What was said of how a report on standard output is written. */
export interface ReportFormatFlags {
  format?: 'text' | 'json';
}

/** Text for people, JSON for programs. */
export function reportFormatOptions(): OptionGroup {
  return {
    heading: 'Output:',
    options: [valueOption('--format <f>', 'text for people (default) or json', oneOf(['text', 'json']))],
  };
}
