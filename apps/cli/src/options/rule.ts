import type { Option } from 'commander';
import { FAILED_LOGONS, PAIRINGS, TIE_RULES, type PresetName, type SessionRule } from '@cmsc/core';
import { SESSION_SOURCE_NAMES } from '@cmsc/pipeline';
import { valueOption, type OptionGroup } from './option-group.js';
import { columnNames, oneOf } from './parsers.js';

const PRESETS: readonly PresetName[] = ['destination', 'notebook'];

/** Preset, key and tie rule, described with the presets of the command's own data. */
export function ruleOptions(presets: Readonly<Record<PresetName, SessionRule>>): OptionGroup {
  const described = PRESETS.map(
    (name) => `${name}: key ${presets[name].key.join(',')}, ties ${presets[name].ties}`,
  );
  return {
    heading: 'What a session is:',
    options: [
      valueOption('--preset <name>', `${described.join('; ')} (default: destination)`, oneOf(PRESETS)),
      valueOption('--key <a,b,…>', 'key columns, in place of the preset’s', columnNames),
      valueOption(
        '--ties <rule>',
        'order of one key’s rows within a second: pair (alternating), file (as they stand) or start-first',
        oneOf(TIE_RULES),
      ),
      valueOption(
        '--pairing <rule>',
        'merge (default): starts and the ends that follow them are one session; fifo, lifo: one start and one end each, the oldest or the latest start first',
        oneOf(PAIRINGS),
      ),
      ...(presets.destination.failedLogons ? [failedLogonsOption()] : []),
    ],
  };
}

function failedLogonsOption(): Option {
  return valueOption(
    '--failed-logons <what>',
    'a LogOn whose result is Fail: other, it starts nothing (default), or start, as any LogOn (preset notebook)',
    oneOf(FAILED_LOGONS),
  );
}

const SOURCES = [...SESSION_SOURCE_NAMES, 'windows'] as const;

/** What kind of rows `sessions` reads. */
export function sourceOptions(): OptionGroup {
  return {
    heading: 'Kind of rows:',
    options: [
      valueOption(
        '--source <name>',
        `${SOURCES.join(', ')}: what a pipe holds (default: auth); files are recognised by their rows`,
        oneOf(SOURCES),
      ),
    ],
  };
}
