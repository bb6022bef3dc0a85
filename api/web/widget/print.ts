// Prints the conversation alone, whatever page it floats above.

/** Everything but the chat and what it stands in. Adopted sheets need no permission of the page's policy. */
const ALONE = `@media print {
  body :not(gildongmu-chat, :has(gildongmu-chat)) { display: none !important; }
  body, body :has(gildongmu-chat) { all: revert !important; }
}`;

export function printAlone(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(ALONE);
  document.adoptedStyleSheets.push(sheet);
  const tidy = (): void => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
  };
  addEventListener("afterprint", tidy, { once: true });
  print();
}
