/** Members of an event, as JSON or XML has them. */
export type Members = Readonly<Record<string, unknown>>;

const DATA = /<Data\s+Name\s*=\s*(?:'([^']*)'|"([^"]*)")\s*(?:\/>|>([^<]*)<\/Data>)/g;
const ENTITY = /&(?:#(\d+)|#x([0-9a-f]+)|(lt|gt|amp|quot|apos));/gi;
const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** The named values of an `EventData` element; of several of a name the first. */
export function xmlData(xml: string): Members {
  const data: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [, single, double, text = ''] of xml.matchAll(DATA)) {
    const name = unescaped(single ?? double ?? '');
    if (!(name in data)) data[name] = unescaped(text);
  }
  return data;
}

/** The `System` part of an event's XML, with the members that it has in JSON. */
export function xmlSystem(xml: string): Members {
  const text = (name: string) => {
    const [, found] = new RegExp(`<${name}(?:\\s[^>]*)?>([^<]*)</${name}>`).exec(xml) ?? [];
    return found === undefined ? undefined : unescaped(found);
  };
  const attribute = (name: string, of: string) => {
    const [, single, double] = new RegExp(`<${name}\\s[^>]*?${of}=(?:'([^']*)'|"([^"]*)")`).exec(xml) ?? [];
    const found = single ?? double;
    return found === undefined ? undefined : unescaped(found);
  };
  return {
    ...{ EventID: text('EventID'), Version: text('Version'), EventRecordID: text('EventRecordID') },
    ...{ Channel: text('Channel'), Computer: text('Computer') },
    ...{ SystemTime: attribute('TimeCreated', 'SystemTime'), Provider: attribute('Provider', 'Name') },
  };
}

/** The value of an attribute, which may have its quotes: Splunk’s add-on for Windows leaves them on. */
export function unquoted(text: string): string {
  return text.length > 1 && text.startsWith("'") && text.endsWith("'") ? text.slice(1, -1) : text;
}

function unescaped(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(ENTITY, (_, decimal?: string, hex?: string, name?: string) =>
    name ? NAMED[name.toLowerCase()]! : character(decimal ? Number(decimal) : parseInt(hex!, 16)),
  );
}

function character(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
}
