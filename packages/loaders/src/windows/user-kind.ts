/** What an account is: of a computer, of Windows' own drawing (UMFD, DWM), nobody in particular, or anyone else. */
export type UserKind = 'machine' | 'virtual' | 'anonymous' | 'user';

/** All kinds of accounts. */
export const USER_KINDS: readonly UserKind[] = ['user', 'machine', 'virtual', 'anonymous'];

/** The kind of an account, by its SID and its name; what is not known of it is ''. */
export function userKind(user: string, domain: string, sid: string): UserKind {
  if (/^S-1-5-7$/i.test(sid) || /^anonymous logon$/i.test(user)) return 'anonymous';
  if (/^S-1-5-9[06]-/i.test(sid) || /^(Font Driver Host|Window Manager)$/i.test(domain)) return 'virtual';
  if (/^(UMFD|DWM)-\d+$/i.test(user)) return 'virtual';
  return user.endsWith('$') ? 'machine' : 'user';
}
