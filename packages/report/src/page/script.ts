/**
 * What makes tables sort, filter and copy. Without it, or with script off, they are there as they are: it brings the controls along.
 * Plain JavaScript, as it stands in the page.
 */
export const PAGE_SCRIPT = `'use strict';
for (const table of document.querySelectorAll('table[data-interactive]')) {
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const name = table.caption.textContent;
  const heads = [...table.tHead.rows[0].cells];
  const said = document.createElement('output');
  const valueOf = (row, column) => {
    const cell = row.cells[column];
    const number = cell.dataset.value;
    return number === undefined ? cell.textContent : number === '' ? -Infinity : Number(number);
  };
  const compare = (a, b) => (typeof a === 'number' ? a - b || 0 : a < b ? -1 : a > b ? 1 : 0);
  heads.forEach((head, column) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = head.textContent;
    button.addEventListener('click', () => {
      const descending = head.getAttribute('aria-sort') === 'ascending';
      for (const other of heads) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
      const order = descending ? -1 : 1;
      rows.sort((a, b) => order * compare(valueOf(a, column), valueOf(b, column)));
      body.append(...rows);
      said.textContent = 'sorted by ' + button.textContent + (descending ? ', descending' : ', ascending');
    });
    head.replaceChildren(button);
  });
  const tools = document.createElement('div');
  tools.className = 'tools';
  const label = document.createElement('label');
  label.append('Filter ');
  const input = document.createElement('input');
  input.type = 'search';
  label.append(input);
  input.addEventListener('input', () => {
    const words = input.value.toLowerCase().split(' ').filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
      if (!row.hidden) shown++;
    }
    said.textContent = shown + ' of ' + rows.length + ' rows';
  });
  const copy = document.createElement('button');
  copy.type = 'button';
  copy.textContent = 'Copy rows';
  copy.addEventListener('click', async () => {
    const cellText = (cell) => (cell.dataset.value ?? cell.textContent).replace(/\\s+/g, ' ').trim();
    const lines = [table.tHead.rows[0], ...rows.filter((row) => !row.hidden)];
    const text = lines.map((row) => [...row.cells].map(cellText).join('\\t')).join('\\n') + '\\n';
    try {
      await navigator.clipboard.writeText(text);
      said.textContent = lines.length - 1 + ' rows copied';
    } catch {
      getSelection().selectAllChildren(table);
      said.textContent = 'rows are selected: copy them with the keyboard';
    }
  });
  input.setAttribute('aria-label', 'Filter: ' + name);
  copy.setAttribute('aria-label', 'Copy rows: ' + name);
  tools.append(label, copy, said);
  table.closest('.rows').before(tools);
}
`;
