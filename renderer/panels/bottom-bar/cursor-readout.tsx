import { useWorkspace } from '../app-context.tsx';
import { sampleValue } from '../formats.ts';
import { useShownSegmenter } from '../quality/use-shown-segmenter.ts';

/** Where the pointer is, what the pixel holds and what the result says there. */
export function CursorReadout() {
  const cursor = useWorkspace((workspace) => workspace.cursor);
  const info = useWorkspace((workspace) => workspace.project?.images.find((one) => one.id === workspace.imageId)?.info ?? null);
  const model = useShownSegmenter();
  if (!cursor || !info) return <div className="cursor" role="status" aria-label="Cursor" />;

  const { x: umX, y: umY } = info.pixelSizeUm;
  const micrometres = umX !== null && umY !== null ? ` (${(cursor.x * umX).toFixed(1)}, ${(cursor.y * umY).toFixed(1)} µm)` : '';
  const values =
    cursor.values?.map((value, index) => `${info.channels[index]?.name || `Ch ${index + 1}`} ${sampleValue(value)}`) ?? [];
  const predicted = cursor.prediction ? model?.classes[cursor.prediction.label - 1] : undefined;
  const parts = [
    `x ${Math.floor(cursor.x)} y ${Math.floor(cursor.y)} px${micrometres}`,
    ...values,
    ...(predicted && cursor.prediction ? [`${predicted.name} ${cursor.prediction.confidence} %`] : []),
  ];
  return (
    <div className="cursor" role="status" aria-label="Cursor">
      {parts.join(' · ')}
    </div>
  );
}
