import type { Database } from 'better-sqlite3';
import type { ClassifierInfo, PixelClassifier } from '#core/model/classifier.ts';
import { GroveError } from '#core/model/error.ts';

/** How a model becomes bytes; the project keeps the same bytes as a model file. */
export interface ModelCodec {
  encode(model: PixelClassifier): Uint8Array;
  /** `from` is named in errors. */
  decode(bytes: Uint8Array, from: string): PixelClassifier;
}

/** Model versions. Their bytes never change; name and description stand beside them. */
export interface ModelRepository {
  all(): ClassifierInfo[];
  get(id: string): PixelClassifier;
  add(model: PixelClassifier): void;
  describe(id: string, name: string, description: string): void;
}

interface InfoRow {
  readonly info: string;
  readonly name: string;
  readonly description: string;
}

export function createModelRepository(db: Database, path: string, codec: ModelCodec): ModelRepository {
  const selectAll = db.prepare<[], InfoRow>('SELECT info, name, description FROM models ORDER BY position');
  const selectOne = db.prepare<[string], InfoRow & { data: Buffer }>(
    'SELECT info, name, description, data FROM models WHERE id = ?',
  );
  const insert = db.prepare(
    `INSERT INTO models (id, info, name, description, data, position)
     VALUES (?, ?, ?, ?, ?, (SELECT COALESCE(MAX(position), 0) + 1 FROM models))`,
  );
  const update = db.prepare<[string, string, string]>('UPDATE models SET name = ?, description = ? WHERE id = ?');

  const described = ({ info, name, description }: InfoRow): ClassifierInfo => ({
    ...(JSON.parse(info) as ClassifierInfo),
    name,
    description,
  });
  const absent = (): GroveError => new GroveError('not-found', 'This model version is not part of the project.');

  return {
    all: () => selectAll.all().map(described),
    get(id) {
      const row = selectOne.get(id);
      if (row === undefined) throw absent();
      return { ...codec.decode(new Uint8Array(row.data), path), info: described(row) };
    },
    add(model) {
      const { id, name, description } = model.info;
      if (selectOne.get(id) !== undefined) {
        throw new GroveError('invalid-input', `The project has the model ${name}, version ${model.info.version}, already.`);
      }
      insert.run(id, JSON.stringify(model.info), name, description, Buffer.from(codec.encode(model)));
    },
    describe(id, name, description) {
      if (update.run(name, description, id).changes === 0) throw absent();
    },
  };
}
