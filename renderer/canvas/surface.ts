import 'pixi.js/unsafe-eval';
import { type Container, UniformGroup, WebGLRenderer } from 'pixi.js';
import { GroveError } from '#core/model/error.ts';
import type { Extent } from '../state/camera.ts';

/** The canvas with its WebGL 2 renderer. One canvas pixel is one screen pixel. */
export interface Surface {
  readonly canvas: HTMLCanvasElement;
  /** Longest edge a texture may have. */
  readonly maxTextureEdge: number;
  /** For every shader: the size of the canvas. */
  readonly view: UniformGroup;
  resize(size: Extent): void;
  render(container: Container): void;
  destroy(): void;
}

/** Throws GroveError 'unsupported' where the window has no WebGL 2. `restored` runs after the graphics driver came back. */
export async function createSurface(canvas: HTMLCanvasElement, size: Extent, restored: () => void): Promise<Surface> {
  const renderer = new WebGLRenderer();
  try {
    await renderer.init({
      canvas,
      width: size.width,
      height: size.height,
      resolution: 1,
      antialias: false,
      backgroundColor: 0x000000,
      preferWebGLVersion: 2,
      powerPreference: 'high-performance',
      // Pointer events and accessibility are the viewer's own business.
      skipExtensionImports: true,
      // The tile caches decide what leaves the graphics memory.
      gcActive: false,
    });
  } catch (cause) {
    throw new GroveError(
      'unsupported',
      'Images cannot be drawn because WebGL 2 does not work here; update the graphics driver.',
      {
        cause,
      },
    );
  }
  if (renderer.context.webGLVersion !== 2) {
    renderer.destroy();
    throw new GroveError(
      'unsupported',
      'Images cannot be drawn because this system offers no WebGL 2; update the graphics driver.',
    );
  }
  // Rows of 8-bit tiles are as long as the tile is wide, not rounded up to four bytes.
  const tightRows = (): void => renderer.gl.pixelStorei(renderer.gl.UNPACK_ALIGNMENT, 1);
  tightRows();
  const onRestored = (): void => {
    tightRows();
    restored();
  };
  canvas.addEventListener('webglcontextrestored', onRestored);
  const view = new UniformGroup({
    uViewSize: { value: new Float32Array([size.width, size.height]), type: 'vec2<f32>' },
  });

  return {
    canvas,
    maxTextureEdge: renderer.gl.getParameter(renderer.gl.MAX_TEXTURE_SIZE) as number,
    view,
    resize: ({ width, height }) => {
      renderer.resize(width, height);
      view.uniforms.uViewSize = new Float32Array([width, height]);
      view.update();
    },
    render: (container) => renderer.render({ container }),
    destroy: () => {
      canvas.removeEventListener('webglcontextrestored', onRestored);
      renderer.destroy();
    },
  };
}
