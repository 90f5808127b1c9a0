import { Lines } from '../../components/lines.js';
import { ListPane, type ViewProps } from '../../components/list-pane.js';
import { answerTo } from '../../state/selectors.js';
import { line } from '../../text/line.js';
import { accountLines } from './account-lines.js';
import { ACCOUNT_LINES } from './account-state.js';

/** One user or computer: what it did, with whom, and when. */
export function AccountView(props: ViewProps) {
  const { state, place } = props;
  const by = place.screen === 'user' ? 'user' : 'computer';
  const account = answerTo(state, { kind: 'account', by, name: String(place.subject) });
  const waiting = Array.from({ length: ACCOUNT_LINES }, (_, row) => line(row === 0 ? '…' : '', 'dim'));
  return (
    <>
      <Lines lines={account === undefined ? waiting : accountLines(account, state.size.columns)} />
      <ListPane {...props} />
    </>
  );
}
