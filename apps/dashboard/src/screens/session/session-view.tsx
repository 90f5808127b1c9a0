import { Lines } from '../../components/lines.js';
import { ListPane, type ViewProps } from '../../components/list-pane.js';
import { answerTo } from '../../state/selectors.js';
import { line } from '../../text/line.js';
import { sessionLines } from './session-lines.js';
import { SESSION_LINES } from './session-state.js';

/** One session with its processes on a time line. */
export function SessionView(props: ViewProps) {
  const { state, place, facts } = props;
  const session = answerTo(state, { kind: 'session', id: Number(place.subject) });
  if (session === null) return <Lines lines={[line(`there is no session ${place.subject}`, 'error')]} />;
  const waiting = Array.from({ length: SESSION_LINES }, (_, row) => line(row === 0 ? '…' : '', 'dim'));
  return (
    <>
      <Lines lines={session === undefined ? waiting : sessionLines(session, facts, state.size.columns)} />
      <ListPane {...props} />
    </>
  );
}
