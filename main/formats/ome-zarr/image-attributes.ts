import type { ChannelInfo, PixelType } from '#core/model/image.ts';
import { isLabelPlace } from '#core/model/label-place.ts';
import type { ResultImage } from '../../services/ports.ts';

export type ZarrVersion = '0.4' | '0.5';

type Json = Readonly<Record<string, unknown>>;

/**
 * What NGFF says of one scene: `multiscales` with the axes t, c, z, y, x and a scale per level, and `omero` with the channels. An
 * axis has a unit only where its scale is known. Under `grove` stands what NGFF has no words for.
 */
export function imageAttributes(image: ResultImage, scene: number, levels: number, version: ZarrVersion): Json {
  const { name, well } = image.scenes[scene]!;
  const { x, y, z } = image.pixelSizeUm;
  const length = (axis: string, size: number | null): Json => ({
    name: axis,
    type: 'space',
    ...(size !== null && { unit: 'micrometer' }),
  });
  const axes = [
    { name: 't', type: 'time', ...(image.timeStepS !== undefined && { unit: 'second' }) },
    { name: 'c', type: 'channel' },
    length('z', z),
    length('y', y),
    length('x', x),
  ];
  const datasets = Array.from({ length: levels }, (_, level) => {
    const scale = [image.timeStepS ?? 1, 1, z ?? 1, (y ?? 1) * 2 ** level, (x ?? 1) * 2 ** level];
    return { path: String(level), coordinateTransformations: [{ type: 'scale', scale }] };
  });
  const multiscale = { name, axes, datasets, type: image.coarsen, ...(version === '0.4' && { version }) };
  const ome = {
    multiscales: [multiscale],
    omero: {
      channels: image.channels.map((channel) => omeroChannel(channel, image.pixelType)),
      rdefs: { defaultT: 0, defaultZ: 0, model: 'color' },
      ...(version === '0.4' && { version }),
    },
    ...(image.labelClasses !== undefined && { 'image-label': imageLabel(image.labelClasses, image.path, version) }),
  };
  const grove = {
    scene: { name, ...(well !== undefined && { well }) },
    description: image.description,
    rgb: image.rgb ?? false,
    channels: image.channels,
  };
  return groupAttributes(ome, version, { grove });
}

/** What NGFF says of a label image: colours and names of its values, and where the image is that it lies in. */
function imageLabel(classes: NonNullable<ResultImage['labelClasses']>, path: string, version: ZarrVersion): Json {
  return {
    ...(version === '0.4' && { version }),
    colors: classes.map(({ value, color }) => ({
      'label-value': value,
      rgba: [color >> 16, (color >> 8) & 255, color & 255, 255],
    })),
    properties: classes.map(({ value, name }) => ({ 'label-value': value, class: name })),
    ...(isLabelPlace(path) && { source: { image: '../../' } }),
  };
}

/** NGFF words lie at the top in 0.4 and under `ome` in 0.5. */
export function groupAttributes(ome: Json, version: ZarrVersion, others: Json = {}): Json {
  return version === '0.4' ? { ...ome, ...others } : { ome: { version, ...ome }, ...others };
}

/** NGFF wants a colour and a window always; white and the whole range stand for what is not known. */
function omeroChannel({ name, color, display }: ChannelInfo, pixelType: PixelType): Json {
  const [min, max] = RANGE[pixelType];
  return {
    label: name,
    color: (color ?? 0xffffff).toString(16).padStart(6, '0').toUpperCase(),
    active: true,
    family: 'linear',
    coefficient: 1,
    inverted: false,
    window: { min, max, start: display?.min ?? min, end: display?.max ?? max },
  };
}

const RANGE: Readonly<Record<PixelType, readonly [number, number]>> = {
  uint8: [0, 2 ** 8 - 1],
  int8: [-(2 ** 7), 2 ** 7 - 1],
  uint16: [0, 2 ** 16 - 1],
  int16: [-(2 ** 15), 2 ** 15 - 1],
  uint32: [0, 2 ** 32 - 1],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  float32: [0, 1],
  float64: [0, 1],
};
