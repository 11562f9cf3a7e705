import { GlProgram, Shader, UniformGroup } from 'pixi.js';
import { type BlendInput, planBlend, SLOTS_PER_PASS } from '../state/tile-blend-plan.ts';
import { imageFragment } from './shaders/image-fragment.ts';
import { TILE_VERTEX } from './shaders/tile-vertex.ts';
import type { TileTexture } from './tile-texture.ts';

/** What the image shader shows of every tile: colour, window, level and gamma of the visible channels. */
export interface ImagePasses {
  /** Number of passes and, for each, which texture of a tile it reads. */
  readonly textures: () => readonly number[];
  /** Only sets uniforms; no pixel is touched. */
  set(input: BlendInput, rangeIndicator: boolean): void;
  /** The shader that draws pass `pass` of a tile. */
  createShader(pass: number, tile: TileTexture): Shader;
}

export function createImagePasses(view: UniformGroup): ImagePasses {
  const programs = {
    uint: GlProgram.from({ vertex: TILE_VERTEX, fragment: imageFragment('uint'), name: 'grove-image-uint' }),
    float: GlProgram.from({ vertex: TILE_VERTEX, fragment: imageFragment('float'), name: 'grove-image-float' }),
  };
  const groups: UniformGroup[] = [];
  let textures: readonly number[] = [];

  const groupAt = (pass: number): UniformGroup => {
    groups[pass] ??= new UniformGroup({
      uSlots: { value: new Float32Array(SLOTS_PER_PASS * 4), type: 'vec4<f32>', size: SLOTS_PER_PASS },
      uColors: { value: new Float32Array(SLOTS_PER_PASS * 4), type: 'vec4<f32>', size: SLOTS_PER_PASS },
      uPass: { value: new Float32Array(4), type: 'vec4<f32>' },
    });
    return groups[pass];
  };

  return {
    textures: () => textures,
    set: (input, rangeIndicator) => {
      const passes = planBlend(input);
      textures = passes.map(({ texture }) => texture);
      passes.forEach(({ slots }, pass) => {
        const places = new Float32Array(SLOTS_PER_PASS * 4);
        const colors = new Float32Array(SLOTS_PER_PASS * 4);
        slots.forEach(({ row, min, max, gamma, color }, slot) => {
          places.set([row, min, max, gamma], slot * 4);
          colors.set(color, slot * 4);
        });
        // "Every channel is empty" cannot be told from one pass of several.
        const indicator = rangeIndicator ? (passes.length === 1 ? 1 : 2) : 0;
        const group = groupAt(pass);
        group.uniforms.uSlots = places;
        group.uniforms.uColors = colors;
        group.uniforms.uPass = new Float32Array([slots.length, indicator, 0, 0]);
        group.update();
      });
    },
    createShader: (pass, tile) =>
      new Shader({
        glProgram: programs[tile.samples],
        resources: { uTile: tile.sources[textures[pass]], pass: groupAt(pass), view },
      }),
  };
}
