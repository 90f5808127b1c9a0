/** What an event says. */
interface Said {
  id: number;
  record: number;
  time: string;
  data?: Record<string, string | number>;
}

/** A row as evtx_dump writes it. */
function row({ id, record, time, data = {} }: Said): string {
  const System = {
    Provider: { '#attributes': { Name: 'Microsoft-Windows-Security-Auditing' } },
    ...{ EventID: id, Version: 2, EventRecordID: record, Channel: 'Security', Computer: 'pc1.example' },
    TimeCreated: { '#attributes': { SystemTime: `2024-03-14T${time}Z` } },
  };
  return JSON.stringify({ Event: { System, EventData: data } });
}

const alice = { TargetLogonId: '0x2F155', TargetUserName: 'alice', TargetDomainName: 'CORP', LogonType: 10 };
/** A session of a user with a process, in another order, and the beginning of a machine's. */
export const EVENTS = [
  row({ id: 4634, record: 4, time: '08:10:00.250000', data: { TargetLogonId: '0x2f155' } }),
  row({ id: 4624, record: 1, time: '08:00:00.000001', data: alice }),
  row({
    id: 4688,
    record: 2,
    time: '08:01:00.5',
    data: {
      NewProcessId: '0x10',
      NewProcessName: 'C:\\cmd.exe',
      SubjectLogonId: '0x2f155',
      SubjectUserName: 'alice',
    },
  }),
  row({ id: 4689, record: 3, time: '08:02:00.5', data: { ProcessId: '0x10', Status: '0xc0000005' } }),
  row({ id: 4907, record: 5, time: '08:11:00', data: { SubjectLogonId: '0x3e7' } }),
  row({
    id: 4624,
    record: 6,
    time: '08:12:00',
    data: { ...alice, TargetLogonId: '0x30000', TargetUserName: 'PC1$' },
  }),
];
