/** The account of a user name: what stands before the `@`. */
export function accountOf(user: string): string {
  return user.split('@', 1)[0]!;
}

/** The domain of a user name: what stands between the first `@` and the next, nothing when there is no `@`. */
export function domainOf(user: string): string {
  return user.split('@', 2)[1] ?? '';
}

/** `name` without the dollar sign that ends the accounts of machines, and without any other. */
export function withoutDollar(name: string): string {
  return name.replaceAll('$', '');
}
