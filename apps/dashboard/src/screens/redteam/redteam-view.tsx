import { Lines } from '../../components/lines.js';
import { ListPane, type ViewProps } from '../../components/list-pane.js';
import { campaignLines } from './redteam-lines.js';

/** The campaign: when it came, whom it took, and where each of its events landed. */
export function RedTeamView(props: ViewProps) {
  const { state, facts } = props;
  return (
    <>
      <Lines lines={campaignLines(facts, state.size.columns)} />
      <ListPane {...props} />
    </>
  );
}
