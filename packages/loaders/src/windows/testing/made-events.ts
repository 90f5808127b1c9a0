/** An event of the story, before any tool has written it. */
export interface MadeEvent {
  id: number;
  version: number;
  record: number;
  /** Microseconds since 1970. */
  time: number;
  host: string;
  channel: string;
  provider: string;
  data: Readonly<Record<string, string>>;
}

const AUDITING = 'Microsoft-Windows-Security-Auditing';
const START = Date.UTC(2024, 4, 6, 7, 8, 9) * 1000 + 123_456;
const SID = 'S-1-5-21-7-8-9-1001';

const subject = (id: string, user = 'PC3$') => ({
  ...{ SubjectUserSid: 'S-1-5-18', SubjectUserName: user, SubjectDomainName: 'LAB', SubjectLogonId: id },
});
const target = (id: string, user: string) => ({
  ...{ TargetUserSid: SID, TargetUserName: user, TargetDomainName: 'LAB', TargetLogonId: id },
});

function logon(id: string, user: string, type: number, linked = '0x0', elevated = '%%1842') {
  return {
    ...{ ...subject('0x3e7'), ...target(id, user), LogonType: String(type), LogonProcessName: 'User32 ' },
    ...{ AuthenticationPackageName: 'Negotiate', WorkstationName: 'PC3', LogonGuid: '-' },
    ...{ TransmittedServices: '-', LmPackageName: '-', KeyLength: '0', ProcessId: '0x4c8' },
    ...{
      ProcessName: 'C:\\lsass.exe',
      IpAddress: '::ffff:10.1.1.1',
      IpPort: '0',
      ImpersonationLevel: '%%1833',
    },
    ...{ RestrictedAdminMode: '-', TargetOutboundUserName: '-', TargetOutboundDomainName: '-' },
    ...{ VirtualAccount: '%%1843', TargetLinkedLogonId: linked, ElevatedToken: elevated },
  };
}

function creation(pid: string, name: string, creator: string, own = '0x0') {
  return {
    ...{ ...subject(creator, 'ann'), NewProcessId: pid, NewProcessName: name, TokenElevationType: '%%1936' },
    ...{ ProcessId: '0x4', CommandLine: '', ...target(own, own === '0x0' ? '-' : 'ann') },
    ...{ ParentProcessName: 'C:\\Windows\\explorer.exe', MandatoryLabel: 'S-1-16-8192' },
  };
}

const exit = (pid: string, id: string) => ({
  ...subject(id, 'ann'),
  Status: '0x0',
  ProcessId: pid,
  ProcessName: 'x',
});
const session = (id: string) => ({
  ...{ AccountName: 'ann', AccountDomain: 'LAB', LogonID: id, SessionName: 'RDP-Tcp#1' },
  ...{ ClientName: 'LAPTOP', ClientAddress: '10.1.1.2' },
});
const lock = (id: string) => ({ ...target(id, 'ann'), SessionId: '1' });

/** What happens on PC3, in order, and microseconds since what happened before: a linked pair, processes, a lock, a restart, what is of no session. */
const STORY: readonly [id: number, wait: number, version: number, data: Record<string, string>][] = [
  [5156, 0, 1, { ProcessID: '4', Application: 'System' }],
  [4672, 1000, 0, { ...subject('0x51000', 'ann'), PrivilegeList: 'SeDebugPrivilege' }],
  [4624, 10, 2, logon('0x51000', 'ann', 10, '0x51abc')],
  [4624, 15, 2, logon('0x51abc', 'ann', 10, '0x51000', '%%1843')],
  [4688, 2e6, 2, creation('0x10', 'C:\\Windows\\cmd.exe', '0x51abc')],
  [4688, 1e6, 2, creation('0x20', 'C:\\tools "x"\\a&b.exe', '0x51abc', '0x51000')],
  [4689, 1e6, 0, exit('0x10', '0x51abc')],
  [4800, 1e6, 0, lock('0x51abc')],
  [4801, 1e6, 0, lock('0x51abc')],
  [4779, 1e6, 0, session('0x51abc')],
  [4778, 1e6, 0, session('0x51abc')],
  [4647, 1e6, 0, target('0x51abc', 'ann')],
  [4634, 5e6, 0, { ...target('0x51abc', 'ann'), LogonType: '10' }],
  [4634, 1e6, 0, { ...target('0x99', 'bob'), LogonType: '3' }],
  [4625, 1e6, 0, { ...subject('0x0', '-'), TargetUserName: 'bob' }],
  [4907, 1e6, 0, subject('0x3e7')],
  [4608, 6e7, 0, {}],
  [4624, 1e5, 2, logon('0x3e7', 'SYSTEM', 0)],
  [4624, 1e5, 2, logon('0x3e4', 'NETWORK SERVICE', 5)],
  [4624, 1e6, 2, logon('0x51abc', 'bob', 3)],
  [4634, 1234, 0, { ...target('0x51abc', 'bob'), LogonType: '3' }],
];

/** The events of the story, as Windows has them. */
export function madeEvents(): MadeEvent[] {
  let time = START;
  return STORY.map(([id, wait, version, data], place) => {
    time += wait;
    const source = { channel: 'Security', provider: AUDITING, host: 'pc3.lab.example' };
    return { ...source, id, version, record: 700 + place, time, data };
  });
}

const iso = (time: number, digits: number) => {
  const seconds = new Date(Math.floor(time / 1e6) * 1000).toISOString().slice(0, 19);
  return digits === 0
    ? seconds
    : `${seconds}.${String(time % 1e6)
        .padStart(6, '0')
        .padEnd(7, '0')
        .slice(0, digits)}`;
};
const xml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
const decimal = (data: MadeEvent['data']) =>
  Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name, /^0x/.test(value) ? Number(value) : value]),
  );
const list = (data: MadeEvent['data']) =>
  Object.entries(data).map(([name, value]) => ({ '@Name': name, '#text': value }));
const camel = (data: MadeEvent['data']) =>
  Object.fromEntries(
    Object.entries(data)
      .filter(([, value]) => value !== '-' && value !== '')
      .map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value.replaceAll('\\', '\\\\')]),
  );

/** The event as XML, as `_raw` of Splunk has it. */
function asXml({ id, version, record, time, host, channel, provider, data }: MadeEvent): string {
  const values = Object.entries(data).map(([name, value]) => `<Data Name='${name}'>${xml(value)}</Data>`);
  return `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='${provider}'/><EventID Qualifiers='0'>${id}</EventID><Version>${version}</Version><TimeCreated SystemTime='${iso(time, 7)}Z'/><EventRecordID>${record}</EventRecordID><Channel>${channel}</Channel><Computer>${host}</Computer></System><EventData>${values.join('')}</EventData></Event>`;
}

function evtx({ id, version, record, time, host, channel, provider, data }: MadeEvent, separate = false) {
  const [attributes, name] = [{ SystemTime: `${iso(time, 6)}Z` }, { Name: provider }];
  const System = {
    ...(separate
      ? { Provider_attributes: name, TimeCreated_attributes: attributes, TimeCreated: null }
      : { Provider: { '#attributes': name }, TimeCreated: { '#attributes': attributes } }),
    EventID: separate ? id : { '#attributes': { Qualifiers: 0 }, '#text': id },
    ...{ Version: version, EventRecordID: record, Channel: channel, Computer: host },
  };
  return { Event: { System, EventData: Object.keys(data).length > 0 ? data : null } };
}

function winlogbeat({ id, version, record, time, host, channel, provider, data }: MadeEvent) {
  return {
    '@timestamp': `${iso(time, 6)}Z`,
    event: { code: String(id), provider },
    host: { name: 'collector' },
    winlog: {
      ...{ channel, computer_name: host, event_id: String(id), record_id: record, version },
      ...{ provider_name: provider, event_data: data, logon: { id: '0xdead' } },
    },
  };
}

function withDots(event: MadeEvent) {
  const { winlog, ...rest } = winlogbeat(event);
  const { event_data: data, logon, ...system } = winlog;
  const named = (prefix: string, of: object) =>
    Object.entries(of).map(([name, value]): [string, unknown] => [`${prefix}.${name}`, [value]]);
  const fields = Object.fromEntries([
    ...named('winlog', system),
    ...named('winlog.event_data', data),
    ...named('winlog.logon', logon),
    ['@timestamp', [rest['@timestamp']]],
  ]);
  return { _index: 'x', fields };
}

function powershell(
  { id, version, record, time, host, channel, provider, data }: MadeEvent,
  created: string,
) {
  const sid = (value: unknown) => ({ Value: { BinaryLength: 28, AccountDomainSid: null, Value: value } });
  const Properties = Object.entries(decimal(data)).map(([name, value]) =>
    name.endsWith('Sid') ? sid(value) : { Value: value },
  );
  const common = { Id: id, Version: version, RecordId: record, ProviderName: provider, LogName: channel };
  return {
    ...common,
    MachineName: host,
    ProcessId: 7,
    TimeCreated: created.replace('%', iso(time, 7)),
    Properties,
  };
}

function sentinel({ id, version, record, time, host, channel, provider, data }: MadeEvent, isTable: boolean) {
  const common = {
    TimeGenerated: `${iso(time, 7)}Z`,
    Computer: host,
    Channel: channel,
    EventID: id,
    Version: version,
  };
  if (isTable) return { ...common, Provider: provider, EventRecordId: String(record), EventData: data };
  const suffixed = Object.entries(data).map(([name, value]) => [`${name}_s`, value]);
  return { ...common, EventSourceName: provider, EventRecordID: record, ...Object.fromEntries(suffixed) };
}

function nxlog(
  { id, version, record, time, host, channel, provider, data }: MadeEvent,
  local: (time: number) => string,
) {
  return {
    ...{ EventTime: local(time), Hostname: host, EventID: id, Version: version, RecordNumber: record },
    ...{ Channel: channel.toLowerCase(), SourceName: provider, ProcessID: 4, host: 'collector', ...data },
  };
}

const MICROSECONDS_PER_HOUR = 3_600_000_000;

/** A way of writing events, and what is lost by it. */
export interface MadeDialect {
  name: string;
  /** Options of the reading. */
  zone?: string;
  /** Digits of seconds that stay; all six when absent. */
  digits?: number;
  /** The text of a file. */
  write(events: readonly MadeEvent[]): string | Buffer;
}

const lines = (row: (event: MadeEvent) => unknown) => (events: readonly MadeEvent[]) =>
  `${events.map((event) => JSON.stringify(row(event))).join('\n')}\n`;

/** Every dialect that is read, and forms of files. */
export const MADE_DIALECTS: readonly MadeDialect[] = [
  { name: 'evtx_dump -o jsonl', write: lines((event) => evtx(event)) },
  { name: 'evtx_dump --separate-json-attributes', write: lines((event) => evtx(event, true)) },
  {
    name: 'evtx_dump, pretty-printed objects',
    write: (all) => all.map((e) => JSON.stringify(evtx(e), null, 2)).join('\n'),
  },
  { name: 'chainsaw dump, an array', write: (all) => JSON.stringify(all.map((event) => evtx(event, true))) },
  {
    name: 'an array with an object a line, newest first',
    write: (all) =>
      `[\n${[...all]
        .reverse()
        .map((e) => JSON.stringify(evtx(e)))
        .join(',\n')}\n]\n`,
  },
  {
    name: 'pyevtx',
    write: lines((event) => ({
      event_record_id: event.record,
      timestamp: 'x',
      data: JSON.stringify(evtx(event)),
    })),
  },
  {
    name: 'EvtxECmd --fj',
    write: lines(({ id, version, record, time, host, channel, provider, data }) => ({
      Event: {
        System: {
          ...{ Provider: { '@Name': provider }, EventID: { '#text': String(id) }, Version: version },
          ...{
            TimeCreated: { '@SystemTime': iso(time, 7).replace('T', ' ') },
            EventRecordID: String(record),
          },
          ...{ Channel: channel, Computer: host },
        },
        EventData: { Data: list(data) },
      },
    })),
  },
  {
    name: 'EvtxECmd --json',
    write: lines(({ id, version, record, time, host, channel, provider, data }) => ({
      ...{ EventId: id, Version: version, EventRecordId: String(record), RecordNumber: 1, Computer: host },
      ...{ TimeCreated: `${iso(time, 7)}+00:00`, Channel: channel, Provider: provider },
      Payload: JSON.stringify({ EventData: { Data: list(data) } }),
    })),
  },
  {
    name: 'Velociraptor',
    write: lines(({ id, version, record, time, host, channel, provider, data }) => ({
      System: {
        ...{ Provider: { Name: provider }, EventID: { Value: id }, Version: version, EventRecordID: record },
        ...{ TimeCreated: { SystemTime: time / 1e6 }, Channel: channel, Computer: host },
      },
      EventData: decimal(data),
    })),
  },
  {
    name: 'evtx_dump -o json',
    write: (all) => all.map((e) => `Record ${e.record}\n${JSON.stringify(evtx(e), null, 2)}\n`).join(''),
  },
  {
    name: 'evtx_dump -o json --no-indent',
    write: (all) => all.map((e) => `Record ${e.record}\r\n${JSON.stringify(evtx(e))}\r\n`).join(''),
  },
  {
    name: 'lists, each with the mark of its encoding, one after the other',
    write: (all) =>
      [all.slice(0, 9), all.slice(9)]
        .map((part) => `\ufeff${JSON.stringify(part.map((event) => evtx(event)))}`)
        .join('\n'),
  },
  {
    name: 'lines, each with the mark of its encoding',
    write: (all) => all.map((event) => `\ufeff${JSON.stringify(evtx(event))}\n`).join(''),
  },
  {
    name: 'a first row of 200 kB',
    write: (all) =>
      all.map((e, n) => JSON.stringify({ ...evtx(e), Message: 'x'.repeat(n === 0 ? 2e5 : 1) })).join('\n'),
  },
  {
    name: 'Velociraptor, an artifact',
    write: lines(({ id, record, time, host, channel, provider, data }) => ({
      ...{ EventTime: `${iso(time, 6)}Z`, Computer: host, Channel: channel, Provider: provider, EventID: id },
      ...{ EventRecordID: record, UserSID: null, EventData: decimal(data), UserData: null, Message: 'x' },
    })),
  },
  {
    name: 'OpenTelemetry',
    write: lines(({ id, version, record, time, host, channel, provider, data }) => ({
      body: {
        ...{
          event_id: { id, qualifiers: 0 },
          system_time: `${iso(time, 7)}Z`,
          computer: host,
          channel,
          version,
        },
        ...{ record_id: record, provider: { name: provider, guid: 'x' } },
        event_data:
          record % 2 ? data : { data: Object.entries(data).map(([name, value]) => ({ [name]: value })) },
      },
    })),
  },
  {
    name: 'Get-EventLog',
    digits: 3,
    write: (all) =>
      JSON.stringify(
        all.map(({ id, record, time, host, provider, data }) => ({
          ...{
            MachineName: host,
            Index: record,
            EventID: id,
            Source: provider,
            InstanceId: id,
            Message: 'x',
          },
          ...{ TimeGenerated: `/Date(${Math.floor(time / 1000)})/`, ReplacementStrings: Object.values(data) },
        })),
      ),
  },
  {
    name: 'fluent-bit, winevtlog',
    digits: 0,
    write: lines(({ id, version, record, time, host, channel, provider, data }) => ({
      ...{ ProviderName: provider, EventID: id, Version: version, EventRecordID: record, Channel: channel },
      ...{ TimeCreated: `${iso(time, 0).replace('T', ' ')} +0000`, Computer: host, ProcessID: 4 },
      StringInserts: Object.values(data),
    })),
  },
  {
    name: 'fluent-bit, winlog, through Google’s logging',
    digits: 0,
    write: lines(({ id, record, time, host, channel, provider, data }) => ({
      jsonPayload: {
        ...{ SourceName: provider, EventID: id, RecordNumber: record, Channel: channel, ComputerName: host },
        ...{ TimeGenerated: `${iso(time, 0).replace('T', ' ')} +0000`, StringInserts: Object.values(data) },
      },
    })),
  },
  {
    name: 'fluentd',
    write: lines(({ id, version, record, time, host, channel, provider, data }) => ({
      ...{
        ProviderName: provider,
        EventID: String(id),
        Version: String(version),
        EventRecordID: String(record),
      },
      ...{
        TimeCreated: iso(time, 6).replace('T', ' ').replaceAll('-', '/'),
        Channel: channel,
        Computer: host,
      },
      EventData: Object.values(data),
    })),
  },
  ...[false, true].map((isLog): MadeDialect => ({
    name: isLog ? 'osquery, its log' : 'osquery',
    write: lines(({ id, time, host, channel, provider, data }) => {
      const row = {
        ...{
          computer_name: host,
          datetime: `${iso(time, 7)}Z`,
          eventid: String(id),
          provider_name: provider,
        },
        ...{ [isLog ? 'source' : 'channel']: channel, data: JSON.stringify({ EventData: data }) },
      };
      return isLog ? { name: 'pack', columns: row, action: 'added' } : row;
    }),
  })),
  {
    name: 'plaso',
    write: lines((event) => ({
      ...{ data_type: 'windows:evtx:record', timestamp: event.time, computer_name: event.host },
      ...{ event_identifier: event.id, strings: Object.values(event.data) },
      xml_string: `<?xml version="1.0"?>\n${asXml(event).replaceAll("'", '"')}`,
    })),
  },
  {
    name: 'Azure diagnostics',
    write: lines((event) => ({
      ...{ time: 'x', category: 'WindowsEventLogsTable' },
      properties: { ProviderName: event.provider, EventId: event.id, RawXml: asXml(event) },
    })),
  },
  {
    name: 'GELF',
    write: lines(({ id, version, record, time, host, channel, provider, data }) => ({
      ...{ version: '1.1', host, short_message: 'x', timestamp: time / 1e6, _EventID: id, _Channel: channel },
      ...{ _SourceName: provider, _RecordNumber: record, _Version: version },
      ...Object.fromEntries(Object.entries(data).map(([name, value]) => [`_${name}`, value])),
    })),
  },
  {
    name: 'flat, as Zircolite makes it',
    write: lines(({ id, version, record, time, host, channel, provider, data }) => ({
      ...{ SystemTime: `${iso(time, 6)}Z`, EventID: id, Channel: channel, Computer: host, Version: version },
      ...{ EventRecordID: record, Provider_Name: provider, ...data },
    })),
  },
  { name: 'winlogbeat', write: lines(winlogbeat) },
  {
    name: 'winlogbeat 7, values moved by its module security',
    write: lines((event) => {
      const { winlog, ...rest } = winlogbeat(event);
      const { NewProcessId, NewProcessName, ParentProcessName, IpAddress, WorkstationName, ...data } =
        event.data;
      const { ProcessId, ...others } = data;
      const number = (pid = '') => (pid === '' ? undefined : Number(pid));
      const isCreation = NewProcessId !== undefined;
      return {
        ...{ ...rest, source: { ip: IpAddress?.replace('::ffff:', ''), domain: WorkstationName } },
        process: {
          ...{ pid: number(NewProcessId ?? ProcessId), executable: NewProcessName },
          parent: { executable: ParentProcessName },
        },
        winlog: { ...winlog, event_data: isCreation ? { ...others, ProcessId } : others },
      };
    }),
  },
  { name: 'Elasticsearch, _source', write: lines((event) => ({ _index: 'x', _source: winlogbeat(event) })) },
  { name: 'Elasticsearch, fields in lists', write: lines(withDots) },
  {
    name: 'winlogbeat 6',
    write: lines(({ id, version, record, time, host, channel, provider, data }) => ({
      ...{ '@timestamp': `${iso(time, 6)}Z`, computer_name: host, log_name: channel, source_name: provider },
      ...{
        event_id: id,
        version,
        record_number: String(record),
        event_data: data,
        host: { name: 'collector' },
      },
    })),
  },
  ...[false, true].map((isAlert): MadeDialect => ({
    name: isAlert ? 'Wazuh alerts' : 'Wazuh agent',
    write: lines(({ id, version, record, time, host, channel, provider, data }) => {
      const system = {
        ...{ providerName: provider, eventID: String(id), version: String(version), channel, computer: host },
        ...{ systemTime: `${iso(time, 7)}Z`, eventRecordID: String(record) },
      };
      const win = { win: { system, eventdata: camel(data) } };
      return isAlert ? { timestamp: 'x', agent: { name: 'collector' }, data: win } : win;
    }),
  })),
  { name: 'PowerShell 7', write: lines((event) => powershell(event, '%+00:00')) },
  {
    name: 'PowerShell 5, pretty-printed UTF-16',
    digits: 3,
    write: (all) => {
      const rows = all.map((e) => ({
        ...powershell(e, ''),
        TimeCreated: `/Date(${Math.floor(e.time / 1000)})/`,
      }));
      return Buffer.from(`\ufeff${JSON.stringify(rows.reverse(), null, 4)}`, 'utf16le');
    },
  },
  {
    name: 'PowerShell 5, what has been through Select-Object',
    digits: 3,
    write: lines((event) => {
      const { Properties, ...row } = powershell(event, '');
      const value = `/Date(${Math.floor(event.time / 1000)})/`;
      const TimeCreated = { value, DisplayHint: 2, DateTime: 'Montag, 6. Mai 2024' };
      return { ...row, TimeCreated, Properties: { value: Properties, Count: Properties.length } };
    }),
  },
  {
    name: 'Splunk, _raw',
    write: lines((event) => ({ preview: false, result: { host: 'collector', _raw: asXml(event) } })),
  },
  {
    name: 'Splunk, _raw beside the names that classic text has',
    write: lines((event) => ({
      result: { EventCode: String(event.id), Account_Name: ['-', 'x'], _raw: asXml(event) },
    })),
  },
  {
    name: 'Splunk, fields',
    write: lines(({ id, record, time, host, channel, provider, data }) => ({
      result: {
        ...{
          host: 'collector',
          EventCode: String(id),
          SystemTime: `${iso(time, 7)}Z`,
          Computer: host,
          Name: provider,
        },
        ...{ Channel: channel, EventRecordID: String(record), ...data },
      },
    })),
  },
  {
    name: 'Splunk, fields of its add-on, attributes with their quotes',
    write: lines(({ id, record, time, host, channel, provider, data }) => ({
      ...{ EventCode: String(id), SystemTime: `'${iso(time, 7)}Z'`, Computer: host, Name: `'${provider}'` },
      ...{ Channel: channel, EventRecordID: String(record), ProcessID: "'716'", ...data },
      ...('TargetLogonId' in data && { Logon_ID: data['TargetLogonId'], Account_Name: ['-', 'x'] }),
    })),
  },
  {
    name: 'NXLog, seconds',
    zone: '-04:00',
    digits: 0,
    write: lines((e) => nxlog(e, (t) => iso(t - 4 * MICROSECONDS_PER_HOUR, 0).replace('T', ' '))),
  },
  {
    name: 'NXLog, in a named zone',
    zone: 'Europe/Berlin',
    write: lines((e) => nxlog(e, (t) => iso(t + 2 * MICROSECONDS_PER_HOUR, 6).replace('T', ' '))),
  },
  {
    name: 'NXLog, ISO with its zone',
    zone: '-11:00',
    write: lines((e) => nxlog(e, (t) => `${iso(t, 6)}+00:00`)),
  },
  ...[
    ['milliseconds', 3],
    ['microseconds', 6],
  ].map(([name, digits]): MadeDialect => ({
    name: `NXLog, ${name} since 1970`,
    zone: '-11:00',
    digits: Number(digits),
    write: lines((e) => nxlog(e, (t) => String(Math.floor(t / 10 ** (6 - Number(digits)))))),
  })),
  { name: 'Sentinel, SecurityEvent', write: lines((event) => sentinel(event, false)) },
  {
    name: 'Sentinel, columns without the log',
    write: lines((event) => ({ ...sentinel(event, false), Channel: undefined })),
  },
  { name: 'Sentinel, WindowsEvent', write: lines((event) => sentinel(event, true)) },
  {
    name: 'a flat export without numbers, newest first',
    write: (all) =>
      lines(({ id, time, host, channel, provider, data }) => ({
        ...{
          TimeCreated: `${iso(time, 6)}Z`,
          Hostname: host,
          EventID: id,
          Channel: channel,
          SourceName: provider,
          ...data,
        },
      }))([...all].reverse()),
  },
];
