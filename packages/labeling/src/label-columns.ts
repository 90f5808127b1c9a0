import { CmscError } from '@cmsc/core';

/** Where the columns that a red-team label hangs on stand in a list of column names. */
export interface LabelColumns {
  /** Place of dst_user. */
  user: number;
  /** Place of src_machine, or -1. */
  source: number;
  /** Place of dst_machine. */
  destination: number;
}

/**
 * Finds the columns of a label in the columns of a key, or of a reader's selection.
 * It is dst_user, not src_user, that a red-team row's user is compared with (see README.md, "An attacked row").
 *
 * @throws CmscError BAD_OPTION when dst_user or dst_machine is missing: nothing can be labelled without them.
 */
export function labelColumns(names: readonly string[]): LabelColumns {
  const user = names.indexOf('dst_user');
  const destination = names.indexOf('dst_machine');
  if (user < 0 || destination < 0)
    throw new CmscError('usage', 'BAD_OPTION', 'red-team labels need dst_user and dst_machine', {
      text: names.join(','),
      hint: 'add them to the key, or leave the red team away',
    });
  return { user, source: names.indexOf('src_machine'), destination };
}
