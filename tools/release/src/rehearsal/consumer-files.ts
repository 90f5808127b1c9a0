/** Four logon rows: a session of U1, which the red team is in, and one of U2. */
export const AUTH_ROWS = `100,U1@DOM1,U1@DOM1,C1,C9,NTLM,Network,LogOn,Success
110,U2@DOM1,U2@DOM1,C2,C9,Kerberos,Network,LogOn,Success
150,U1@DOM1,U1@DOM1,C9,C9,?,Network,LogOff,Success
160,U2@DOM1,U2@DOM1,C9,C9,?,Network,LogOff,Success
`;

/** What a team writes that takes core, loaders and labeling alone. */
export const CONSUMER = `import { AUTH_PRESETS, Sessionizer, type SessionColumns } from '@cmsc/core';
import { RedTeamIndex } from '@cmsc/labeling';
import { readColumns, readEvents } from '@cmsc/loaders';

const redTeam = new RedTeamIndex([
  { attack_time: 100, src_user: 'U1@DOM1', src_machine: 'C1', dst_machine: 'C9' },
]);
for await (const event of readEvents('auth.txt', 'auth')) {
  const { label } = redTeam.matchEvent(event);
  if (label) console.log('attacked', event.time, event.dst_user, event.dst_machine);
}

const { key, ties } = AUTH_PRESETS.destination;
const sessionizer = new Sessionizer({ keyWidth: key.length, ties });
const show = ({ length, start, end }: SessionColumns): void => {
  for (let row = 0; row < length; row++) console.log('session', start[row], end[row]);
};
for await (const batch of readColumns('auth.txt', 'auth', { select: [...key], threads: 2 }))
  show(sessionizer.push(batch));
for (const sessions of sessionizer.finish()) show(sessions);
`;

/** What it prints. */
export const CONSUMER_OUTPUT = 'attacked 100 U1@DOM1 C9\nsession 100 150\nsession 110 160\n';
