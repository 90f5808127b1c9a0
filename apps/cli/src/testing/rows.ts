/** A row of auth: who logs on (`LogOn`) or off, where, from where. */
export function authRow(
  time: number | string,
  user: string,
  from: string,
  to: string,
  orientation: string,
): string {
  return `${time},${user},${user},${from},${to},${orientation === 'LogOff' ? '?' : 'Kerberos'},Network,${orientation},Success\n`;
}

/** A row of proc. */
export function procRow(
  time: number,
  user: string,
  computer: string,
  process: string,
  action: string,
): string {
  return `${time},${user},${computer},${process},${action}\n`;
}

/**
 * A small auth file with a row of every fate under preset destination:
 * U1 on C2 has two sessions (10–20 from C1 with a repeated logon from C3 and an extending logoff, 30–30), U2 on C2 an
 * orphan and an open session, and one row is neither logon nor logoff.
 */
export const AUTH =
  authRow(5, 'U2@D', 'C2', 'C2', 'LogOff') +
  authRow(10, 'U1@D', 'C1', 'C2', 'LogOn') +
  authRow(12, 'U1@D', 'C3', 'C2', 'LogOn') +
  authRow(15, 'U1@D', 'C2', 'C2', 'LogOff') +
  authRow(16, 'U1@D', 'C2', 'C2', 'TGS') +
  authRow(20, 'U1@D', 'C2', 'C2', 'LogOff') +
  authRow(25, 'U2@D', 'C1', 'C2', 'LogOn') +
  authRow(30, 'U1@D', 'C2', 'C2', 'LogOff') +
  authRow(30, 'U1@D', 'C1', 'C2', 'LogOn');

/** The header of sessions under preset destination. */
export const SESSIONS_HEADER = 'dst_user,dst_machine,start_time,end_time,duration,logons,logoffs,origins';

/** What `cmsc sessions` makes of {@link AUTH}. */
export const SESSIONS = `${SESSIONS_HEADER}\nU1@D,C2,10,20,10,2,2,C1 C3\nU1@D,C2,30,30,0,1,1,C1\n`;
