import { xmlData, xmlSystem, type Members } from './event-xml.js';

/**
 * Where an export has what events have in common, by the names of members on the way to it; the first that is there counts.
 * Where a value is depends on which members there are, and else only on the values of {@link FIXED_MEMBERS} and of the id, channel,
 * provider and version: so rows that differ in other values alone are read alike.
 */
export interface WindowsDialect {
  /** What a report calls it. */
  name: string;
  /** The part of an event that the paths begin in; undefined for an event of another dialect. */
  root(event: Members): Members | undefined;
  /** The event's id. */
  id: readonly string[];
  /** When it was written. */
  time: readonly string[];
  /** The computer that wrote it, never the one that collected it. */
  host: readonly string[];
  /** The log. Where an event does not name it, it is that of its provider: each that is looked at has one of its own. */
  channel: readonly string[];
  /** Who wrote it. */
  provider: readonly string[];
  /** Its number in the log of its host. */
  record: readonly string[];
  /** The version of the event's description. */
  version: readonly string[];
  /** The objects that its values are in, by the names that Windows gives them. */
  data(root: Members): readonly Members[];
  /** How the value of this name is called there, where otherwise than in Windows. */
  named?(name: string): readonly string[];
  /** Whether a time without a zone is local: everywhere else it is UTC. */
  isLocal?: true;
  /** The values where they stand in a list, without their names; undefined where it has been lost. */
  list?(root: Members): readonly unknown[] | undefined;
  /** Whether backslashes are written twice. */
  doublesBackslashes?: true;
}

/** The member of an object, where both are there. */
export function member(of: unknown, name: string): unknown {
  return typeof of === 'object' && of !== null ? (of as Members)[name] : undefined;
}

/** A member that is an object itself. */
export function objectAt(of: unknown, name: string): Members | undefined {
  const found = member(of, name);
  return typeof found === 'object' && found !== null && !Array.isArray(found)
    ? (found as Members)
    : undefined;
}

function objects(...found: readonly unknown[]): Members[] {
  return found.filter((one): one is Members => typeof one === 'object' && one !== null);
}

/** An event that has all these members. */
function having(...names: readonly string[]): (event: Members) => Members | undefined {
  return (event) => (names.every((name) => event[name] !== undefined) ? event : undefined);
}

/** A list, by itself or as PowerShell 5.1 writes one that it has wrapped: `{"value":[…],"Count":3}`. */
function listAt(of: unknown, name: string): readonly unknown[] | undefined {
  const found = member(of, name);
  const list = Array.isArray(found) ? found : member(found, 'value');
  return Array.isArray(list) ? (list as unknown[]) : undefined;
}

/** Values of .NET's properties; beyond ConvertTo-Json's depth these are only named by their type. */
function propertyValues(event: Members): readonly unknown[] | undefined {
  const properties = listAt(event, 'Properties');
  const areValues = properties?.every((property) => typeof property === 'object' && property !== null);
  return areValues ? properties!.map((property) => member(property, 'Value')) : undefined;
}

/** Names of members that hold the XML of a whole event: Splunk's, Azure diagnostics', plaso's. */
const XML_MEMBERS = ['_raw', 'RawXml', 'xml_string', 'EventXml', 'EventXML'];

/** Names of members whose text says where others are: texts with an event in them, and names of elements. */
export const FIXED_MEMBERS: readonly string[] = [
  ...XML_MEMBERS,
  ...['EventData', 'EventData_s', 'UserData', 'Payload', 'data', 'Name', '@Name'],
];

function eventXml(event: Members): string | undefined {
  const isXml = (value: unknown) =>
    typeof value === 'string' && /^\s*(<\?xml[^>]*>\s*)?<Event[\s>].*<\/Event>\s*$/s.test(value);
  const name = XML_MEMBERS.find((one) => isXml(event[one]));
  return name === undefined ? undefined : (event[name] as string);
}

/** Whether an event is XML that has been cut off, with nothing beside it that would say what it is. */
function isCutOff({ _raw, Channel, LogName }: Members): boolean {
  return typeof _raw === 'string' && /^\s*</.test(_raw) && (Channel ?? LogName) === undefined;
}

/** Attributes of an XML element, in the ways of evtx_dump, chainsaw, EvtxECmd and Velociraptor. */
function attribute(element: string, name: string): string[] {
  return [
    `${element}|#attributes|${name}`,
    `${element}_attributes|${name}`,
    `${element}|@${name}`,
    `${element}|${name}`,
  ];
}

/** Values of `EventData`: members, or a list of elements with names. */
function eventData(data: unknown): Members[] {
  const list = member(data, 'Data');
  if (list === undefined || typeof list !== 'object') return objects(data);
  const named: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const element of Array.isArray(list) ? list : [list]) {
    const name =
      member(element, '@Name') ??
      member(objectAt(element, '#attributes') ?? objectAt(element, '_attributes'), 'Name');
    if (typeof name === 'string') named[name] ??= member(element, '#text') ?? '';
  }
  return [named, ...objects(data)];
}

/** What is one level down: UserData has an element of its own around its values. */
function userData(data: unknown): Members[] {
  return typeof data === 'object' && data !== null ? objects(...Object.values(data)) : [];
}

/** The values of an event beside its columns: an object, its JSON, or XML. */
function looseData(data: unknown): Members[] {
  if (typeof data !== 'string') return eventData(data);
  if (data.trimStart().startsWith('<')) return [xmlData(data)];
  try {
    return data === '' ? [] : eventData(JSON.parse(data));
  } catch {
    return [];
  }
}

/** The values in what has an `EventData` or `UserData` itself: an object, or its JSON. */
function looseEvent(payload: unknown): Members[] {
  const [event] = typeof payload === 'string' ? looseData(payload) : objects(payload);
  return [...eventData(member(event, 'EventData')), ...userData(member(event, 'UserData'))];
}

/** Values that winlogbeat’s modules security and sysmon have moved to the names of Elastic’s common schema, before its version 8. */
function movedData({ winlog, event, process, source }: Members): Members | undefined {
  if (process === undefined && source === undefined) return undefined;
  const parent = member(process, 'parent');
  const isCreation = /^4688$/.test(String(member(winlog, 'event_id') ?? member(event, 'code')));
  return {
    ...{ NewProcessId: member(process, 'pid'), NewProcessName: member(process, 'executable') },
    ...{ ProcessId: member(isCreation ? parent : process, 'pid'), Image: member(process, 'executable') },
    ...{ ParentProcessId: member(parent, 'pid'), ParentImage: member(parent, 'executable') },
    ...{ ParentProcessName: member(parent, 'executable') },
    ...{ IpAddress: member(source, 'ip'), WorkstationName: member(source, 'domain') },
  };
}

/** What begins the names of members that are taken apart. */
const DOTTED = /^(winlog|event|process|source)\./;

/** The members that Elasticsearch gives by their whole names, with values in lists. */
function withDots(event: Members): Members | undefined {
  const fields = objectAt(event, 'fields') ?? event;
  const names = Object.keys(fields).filter((name) => name.startsWith('winlog.'));
  if (names.length === 0) return undefined;
  // Without a prototype: a name may be of one.
  const nothing = () => Object.create(null) as Record<string, unknown>;
  const root = nothing();
  for (const name of Object.keys(fields)) {
    const steps = DOTTED.test(name) ? name.split('.') : [name];
    const last = steps.pop() as string;
    let place = root;
    for (const step of steps) place = (place[step] ??= nothing()) as Record<string, unknown>;
    const value = fields[name];
    if (typeof place === 'object') place[last] = Array.isArray(value) ? value[0] : value;
  }
  return root;
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

const EVTX_SYSTEM = {
  id: ['System|EventID'],
  time: attribute('System|TimeCreated', 'SystemTime'),
  host: ['System|Computer'],
  channel: ['System|Channel'],
  provider: attribute('System|Provider', 'Name'),
  record: ['System|EventRecordID'],
  version: ['System|Version'],
  data: (root: Members) => [...eventData(root['EventData']), ...userData(root['UserData'])],
};

const SUFFIXES = ['', '_s', '_d', '_string', '_g'];

/** All dialects; an event is of the first that it has a root in. A new one is an entry here. */
export const WINDOWS_DIALECTS: readonly WindowsDialect[] = [
  {
    name: 'wazuh',
    root: (event) => objectAt(objectAt(event, 'data'), 'win') ?? objectAt(event, 'win'),
    id: ['system|eventID'],
    time: ['system|systemTime'],
    host: ['system|computer'],
    channel: ['system|channel'],
    provider: ['system|providerName'],
    record: ['system|eventRecordID'],
    version: ['system|version'],
    data: (root) => objects(root['eventdata'], root['eventData'], ...userData(root['userdata'])),
    named: (name) => [lowerFirst(name), name],
    doublesBackslashes: true,
  },
  {
    name: 'winlogbeat',
    root: (event) => (objectAt(event, 'winlog') ? event : withDots(event)),
    id: ['winlog|event_id', 'event|code'],
    time: ['@timestamp', 'winlog|time_created'],
    host: ['winlog|computer_name'],
    channel: ['winlog|channel'],
    provider: ['winlog|provider_name'],
    record: ['winlog|record_id'],
    version: ['winlog|version'],
    data: (root) =>
      objects(member(root['winlog'], 'event_data'), member(root['winlog'], 'user_data'), movedData(root)),
  },
  {
    name: 'opentelemetry',
    root: having('event_id', 'system_time'),
    id: ['event_id|id', 'event_id'],
    time: ['system_time'],
    host: ['computer'],
    channel: ['channel'],
    provider: ['provider|name'],
    record: ['record_id'],
    version: ['version'],
    // A list of objects of one member each, or one object.
    data: ({ event_data }) => objects(...(listAt(event_data, 'data') ?? [event_data])),
  },
  {
    name: 'winlogbeat6',
    root: (event) => having('event_data')(event) ?? having('log_name')(event),
    id: ['event_id'],
    time: ['@timestamp'],
    host: ['computer_name'],
    channel: ['log_name'],
    provider: ['source_name'],
    record: ['record_number'],
    version: ['version'],
    data: (event) => objects(event['event_data'], event['user_data']),
  },
  {
    ...EVTX_SYSTEM,
    name: 'evtx',
    root: ({ Event }) => (objectAt(Event, 'System') ? (Event as Members) : undefined),
  },
  { ...EVTX_SYSTEM, name: 'velociraptor', root: (event) => (objectAt(event, 'System') ? event : undefined) },
  {
    name: 'evtxecmd',
    root: having('Payload', 'EventId'),
    id: ['EventId'],
    time: ['TimeCreated'],
    host: ['Computer'],
    channel: ['Channel'],
    provider: ['Provider'],
    record: ['EventRecordId'],
    version: ['Version'],
    data: ({ Payload }) => looseEvent(Payload),
  },
  {
    name: 'powershell',
    root: having('ProviderName', 'LogName', 'Id'),
    id: ['Id'],
    // A time that has been through Select-Object is an object in 5.1.
    time: ['TimeCreated|value', 'TimeCreated'],
    host: ['MachineName'],
    channel: ['LogName'],
    provider: ['ProviderName'],
    record: ['RecordId'],
    version: ['Version'],
    data: () => [],
    isLocal: true,
    list: propertyValues,
  },
  {
    name: 'get-eventlog',
    root: having('ReplacementStrings', 'EventID'),
    id: ['EventID'],
    time: ['TimeGenerated|value', 'TimeGenerated'],
    host: ['MachineName'],
    channel: [],
    provider: ['Source'],
    record: ['Index'],
    version: [],
    data: () => [],
    isLocal: true,
    list: (event) => listAt(event, 'ReplacementStrings'),
  },
  {
    name: 'fluent-bit',
    root: having('StringInserts', 'EventID'),
    id: ['EventID'],
    time: ['TimeCreated', 'TimeGenerated'],
    host: ['Computer', 'ComputerName'],
    channel: ['Channel'],
    provider: ['ProviderName', 'SourceName'],
    record: ['EventRecordID', 'RecordNumber'],
    version: ['Version'],
    data: () => [],
    list: (event) => listAt(event, 'StringInserts'),
  },
  {
    name: 'fluentd',
    root: (event) =>
      Array.isArray(event['EventData']) ? having('ProviderName', 'EventID')(event) : undefined,
    id: ['EventID'],
    time: ['TimeCreated'],
    host: ['Computer'],
    channel: ['Channel'],
    provider: ['ProviderName'],
    record: ['EventRecordID'],
    version: ['Version'],
    data: () => [],
    list: (event) => listAt(event, 'EventData'),
  },
  {
    name: 'osquery',
    root: having('eventid', 'computer_name'),
    id: ['eventid'],
    time: ['datetime'],
    host: ['computer_name'],
    channel: ['channel', 'source'],
    provider: ['provider_name'],
    record: [],
    version: [],
    data: ({ data }) => looseEvent(data),
  },
  {
    name: 'xml',
    root(event) {
      const xml = eventXml(event);
      return xml === undefined ? undefined : { ...xmlSystem(xml), xml };
    },
    id: ['EventID'],
    time: ['SystemTime'],
    host: ['Computer'],
    channel: ['Channel'],
    provider: ['Provider'],
    record: ['EventRecordID'],
    version: ['Version'],
    data: ({ xml }) => [xmlData(xml as string)],
  },
  {
    name: 'splunk',
    root: (event) =>
      isCutOff(event) ? undefined : (having('EventCode')(event) ?? having('_time', 'EventID')(event)),
    id: ['EventCode', 'EventID'],
    time: ['SystemTime', '_time'],
    host: ['Computer', 'ComputerName'],
    channel: ['Channel', 'LogName'],
    provider: ['Name', 'SourceName'],
    record: ['EventRecordID', 'RecordNumber'],
    version: ['Version'],
    data: (event) => [event],
    isLocal: true,
  },
  {
    name: 'velociraptor-artifact',
    root: having('EventTime', 'Computer', 'EventData'),
    id: ['EventID'],
    time: ['EventTime'],
    host: ['Computer'],
    channel: ['Channel'],
    provider: ['Provider'],
    record: ['EventRecordID'],
    version: [],
    data: (event) => [...looseData(event['EventData']), ...userData(event['UserData'])],
  },
  {
    name: 'nxlog',
    root: having('EventTime', 'Hostname'),
    id: ['EventID'],
    time: ['EventTime'],
    host: ['Hostname'],
    channel: ['Channel'],
    provider: ['SourceName'],
    record: ['RecordNumber'],
    version: ['Version'],
    data: (event) => [event],
    isLocal: true,
  },
  {
    name: 'sentinel',
    root: having('TimeGenerated', 'EventID'),
    id: ['EventID'],
    time: ['TimeGenerated'],
    host: ['Computer'],
    channel: ['Channel', 'EventLog'],
    provider: ['EventSourceName', 'Provider', 'Source'],
    record: ['EventRecordId', 'EventRecordID'],
    version: ['Version'],
    data: (event) => [event, ...looseData(event['EventData'] ?? event['EventData_s'])],
    named: (name) => SUFFIXES.map((suffix) => name + suffix),
  },
  {
    name: 'powershell-flat',
    root: having('TimeCreated', 'Hostname'),
    id: ['EventID'],
    time: ['TimeCreated'],
    host: ['Hostname'],
    channel: ['Channel'],
    provider: ['SourceName'],
    record: [],
    version: ['Version'],
    data: (event) => [event],
    isLocal: true,
  },
  {
    name: 'gelf',
    root: having('_EventID', 'host'),
    id: ['_EventID'],
    time: ['timestamp'],
    host: ['_Hostname', 'host'],
    channel: ['_Channel'],
    provider: ['_SourceName'],
    record: ['_RecordNumber'],
    version: ['_Version'],
    data: (event) => [event],
    named: (name) => [`_${name}`],
  },
  {
    name: 'flat',
    root(event) {
      const time = ['SystemTime', 'TimeCreated', '@timestamp'].find((name) => name in event);
      return time === undefined ? undefined : having('EventID', 'Computer', 'Channel')(event);
    },
    id: ['EventID'],
    time: ['SystemTime', 'TimeCreated', '@timestamp'],
    host: ['Computer'],
    channel: ['Channel'],
    provider: ['Provider_Name', 'ProviderName', 'Provider', 'SourceName'],
    record: ['EventRecordID', 'EventRecordId', 'RecordNumber'],
    version: ['Version'],
    data: (event) => [event, ...looseData(event['EventData'])],
  },
];
