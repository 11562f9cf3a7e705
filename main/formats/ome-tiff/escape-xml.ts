/** Text for XML, in ASCII: characters that XML forbids become spaces, those beyond ASCII numbers. */
export function escapeXml(text: string): string {
  let escaped = '';
  for (const character of text) {
    const code = character.codePointAt(0)!;
    const forbidden = code < 0x20 || (code >= 0xd800 && code <= 0xdfff) || code === 0xfffe || code === 0xffff;
    if (forbidden) escaped += ' ';
    else if (code < 0x7f && !'&<>"\''.includes(character)) escaped += character;
    else escaped += `&#x${code.toString(16)};`;
  }
  return escaped;
}
