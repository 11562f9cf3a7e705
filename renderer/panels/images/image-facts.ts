import type { ChannelInfo, ImageInfo, ObjectiveInfo } from '#core/model/image.ts';
import { sceneOf } from '#core/model/scene.ts';
import { duration, micrometres, pixelSize } from '../formats.ts';
import { sceneSizes } from './scene-sizes.ts';

export type Fact = readonly [name: string, value: string];

/** What the file says of itself, as a list of names and values; what it leaves out is left out. */
export function imageFacts(info: ImageInfo): Fact[] {
  const { pixelSizeUm: size } = info;
  const square = size.x === size.y ? pixelSize(size.x) : `${pixelSize(size.x)} across, ${pixelSize(size.y)} down`;
  const facts: (readonly [string, string | undefined])[] = [
    ['Format', info.format],
    ['Pixels', `${sceneSizes(info)}, ${info.pixelType}${info.rgb ? ', colour' : ''}`],
    ['Pixel size', square],
    ['Scenes · Z · T', `${info.sizeScene} · ${info.sizeZ} · ${info.sizeT}`],
    ['Z step', info.sizeZ > 1 && size.z !== null ? micrometres(size.z) : undefined],
    ['Time step', info.timeStepS === undefined ? undefined : duration(info.timeStepS, info.timeStepS)],
    ['Compression', info.compression?.join(', ')],
    ['Acquired', info.acquired === undefined ? undefined : acquisitionTime(info.acquired)],
    ['Objective', info.objective && objectiveText(info.objective)],
    ['Written by', info.software],
  ];
  return facts.filter((fact): fact is Fact => fact[1] !== undefined && fact[1] !== '');
}

/** "AF488: Alexa Fluor 488, 493 → 517 nm, 150 ms" without its name. */
export function channelFacts({ fluor, excitationNm, emissionNm, exposureMs }: ChannelInfo): string {
  const nm = (value: number): string => String(Math.round(value));
  const light =
    excitationNm !== undefined && emissionNm !== undefined
      ? `${nm(excitationNm)} → ${nm(emissionNm)} nm`
      : excitationNm !== undefined
        ? `excited at ${nm(excitationNm)} nm`
        : emissionNm !== undefined
          ? `emits at ${nm(emissionNm)} nm`
          : '';
  const exposure = exposureMs === undefined ? '' : `${Number(exposureMs.toPrecision(4))} ms`;
  return [fluor ?? '', light, exposure].filter((part) => part !== '').join(', ');
}

export function objectiveText({ name, magnification, numericalAperture, immersion }: ObjectiveInfo): string {
  const told = name ?? '';
  const power = magnification === undefined || told.includes(`${magnification}x`) ? '' : `${magnification}×`;
  const na = numericalAperture === undefined ? '' : String(Number(numericalAperture.toPrecision(3)));
  const aperture = na === '' || told.includes(na) ? '' : `NA ${na}`;
  return [told, power, aperture, immersion ?? ''].filter((part) => part !== '').join(' · ');
}

/** Levels of a scene, finest first. */
export const levelText = (levels: readonly { width: number; height: number }[]): string =>
  levels.map(({ width, height }) => `${width} × ${height}`).join(', ');

export const sceneLevels = (info: ImageInfo, scene: number): string => levelText(sceneOf(info, scene).levels);

/** In the words of this machine where the time can be read, else as written. */
function acquisitionTime(iso: string): string {
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? iso : time.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
}
