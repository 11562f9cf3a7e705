import type { Handlers } from '../handlers.ts';
import type { ImageConverter } from '../ports.ts';
import type { PreferenceStore } from './preferences.ts';

type PreferenceCalls = 'preferences.get' | 'preferences.set' | 'preferences.testBfconvert';

export function preferenceHandlers(means: {
  readonly preferences: PreferenceStore;
  readonly converter: ImageConverter;
}): Pick<Handlers, PreferenceCalls> {
  const { preferences, converter } = means;
  return {
    async 'preferences.get'() {
      const values = await preferences.get();
      return { values, note: preferences.note() };
    },
    'preferences.set': (patch) => preferences.set(patch),
    'preferences.testBfconvert': ({ path }, { signal }) => converter.describe(path, signal),
  };
}
