/* Filters the rows of the table that data-filter names. Without JavaScript the box stays hidden and every row is there. */
const plain = text => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

for (const box of document.querySelectorAll('[data-filter]')) {
  const rows = [...document.querySelectorAll(box.dataset.filter + ' tbody tr')].map(row => ({ row, text: plain(row.textContent) }));
  const input = box.querySelector('input');
  const output = box.querySelector('output');
  const apply = () => {
    const words = plain(input.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { row, text } of rows) {
      row.hidden = !words.every(word => text.includes(word));
      shown += !row.hidden;
    }
    output.textContent = box.dataset.count.replace('#', shown).replace('##', rows.length);
  };
  box.hidden = false;
  input.addEventListener('input', apply);
  apply();
}
