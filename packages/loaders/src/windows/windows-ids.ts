/** Ids of logons that the system itself has since it runs (SYSTEM, NETWORK SERVICE, LOCAL SERVICE, IUSR …): 0x3e2 to 0x3e7. */
const SERVICE_ID = /^0x3e[2-7]$/;

/** Digits that a number has without losing any. */
const SAFE_DIGITS = 15;

/** An id as `0x` and hexadecimal digits, however it was written; '' where there is none: 0, `-`, nothing. */
export function idOf(value: string): string {
  const text = value.trim();
  const hex = /^0x([0-9a-f]+)$/i.exec(text)?.[1] ?? hexOfDecimal(text);
  const digits = hex.replace(/^0+/, '').toLowerCase();
  return digits === '' ? '' : `0x${digits}`;
}

function hexOfDecimal(text: string): string {
  if (!/^\d+$/.test(text)) return '';
  return (text.length <= SAFE_DIGITS ? Number(text) : BigInt(text)).toString(16);
}

/** An id of a process, which has 32 bits; 0 where there is none. */
export function numberOf(value: string): number {
  const id = idOf(value);
  return id === '' || id.length > 10 ? 0 : Number(id);
}

/** Whether an id, as {@link idOf} gives it, is one of those that the system's own services share. */
export function isServiceId(id: string): boolean {
  return SERVICE_ID.test(id);
}

/** The exit status of a process, 32 bits without sign; NaN where there is none. */
export function statusOf(value: string): number {
  const text = value.trim();
  if (!/^(0x[0-9a-f]{1,8}|-?\d{1,10})$/i.test(text)) return NaN;
  return Number(text) >>> 0;
}
