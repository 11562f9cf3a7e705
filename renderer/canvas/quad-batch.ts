import { Buffer, BufferUsage, Container, Geometry, Mesh, type Shader } from 'pixi.js';

/** A part of a tile and where it goes. All in pixels: `at` of the screen, `texels` of the tile. */
export interface Quad {
  readonly at: { readonly x0: number; readonly y0: number; readonly x1: number; readonly y1: number };
  readonly texels: { readonly x0: number; readonly y0: number; readonly x1: number; readonly y1: number };
  readonly tileHeight: number;
  readonly smooth: boolean;
}

/**
 * The quads of one frame in the order in which they are drawn. Meshes are kept from frame to frame, so a frame allocates
 * nothing but what it has more than the one before.
 */
export interface QuadBatch {
  readonly container: Container;
  begin(): void;
  add(shader: Shader, blend: 'normal' | 'add', quad: Quad): void;
  end(): void;
  destroy(): void;
}

const FLOATS_PER_VERTEX = 6;
const STRIDE = FLOATS_PER_VERTEX * 4;

interface Slot {
  readonly mesh: Mesh<Geometry, Shader>;
  readonly buffer: Buffer;
  readonly vertices: Float32Array;
}

function createSlot(shader: Shader): Slot {
  const vertices = new Float32Array(4 * FLOATS_PER_VERTEX);
  const buffer = new Buffer({ data: vertices, usage: BufferUsage.VERTEX | BufferUsage.COPY_DST });
  const geometry = new Geometry({
    attributes: {
      aPosition: { buffer, format: 'float32x2', stride: STRIDE, offset: 0 },
      aTexel: { buffer, format: 'float32x2', stride: STRIDE, offset: 8 },
      aTile: { buffer, format: 'float32x2', stride: STRIDE, offset: 16 },
    },
    topology: 'triangle-strip',
  });
  return { mesh: new Mesh<Geometry, Shader>({ geometry, shader }), buffer, vertices };
}

export function createQuadBatch(): QuadBatch {
  const container = new Container();
  const slots: Slot[] = [];
  let used = 0;

  return {
    container,
    begin: () => {
      used = 0;
    },
    add: (shader, blend, { at, texels, tileHeight, smooth }) => {
      let slot = slots[used];
      if (!slot) {
        slot = createSlot(shader);
        slots.push(slot);
        container.addChild(slot.mesh);
      }
      used++;
      const { mesh, buffer, vertices } = slot;
      mesh.shader = shader;
      mesh.blendMode = blend;
      mesh.visible = true;
      const flag = smooth ? 1 : 0;
      vertices.set([at.x0, at.y0, texels.x0, texels.y0, tileHeight, flag], 0);
      vertices.set([at.x1, at.y0, texels.x1, texels.y0, tileHeight, flag], 6);
      vertices.set([at.x0, at.y1, texels.x0, texels.y1, tileHeight, flag], 12);
      vertices.set([at.x1, at.y1, texels.x1, texels.y1, tileHeight, flag], 18);
      buffer.update();
    },
    end: () => {
      for (let i = used; i < slots.length; i++) slots[i].mesh.visible = false;
    },
    destroy: () => {
      for (const { mesh } of slots) {
        mesh.geometry.destroy(true);
        mesh.destroy();
      }
      container.destroy();
    },
  };
}
