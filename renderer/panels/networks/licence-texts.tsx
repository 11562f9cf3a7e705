import type { NetworkMetadata } from '#core/model/network.ts';

/** Texts of licence files, folded until wanted. */
export function LicenceTexts({ licences }: { readonly licences: NetworkMetadata['licences'] }) {
  return (
    <>
      {licences.map(({ name, text }) => (
        <details key={name} className="licence">
          <summary>Licence: {name}</summary>
          <pre>{text}</pre>
        </details>
      ))}
    </>
  );
}
