import { BufferImageSource } from 'pixi.js';

/** 256 colours that a shader looks up by value. */
export interface Palette {
  readonly source: BufferImageSource;
  /** Sets the colours by value as 0xRRGGBB; values without a colour, and hidden ones, are transparent. */
  set(colors: ReadonlyMap<number, number>): void;
  destroy(): void;
}

export function createPalette(): Palette {
  const table = new Uint8Array(256 * 4);
  const source = colorTable(table);
  return {
    source,
    set: (colors) => {
      table.fill(0);
      for (const [value, color] of colors) table.set([color >> 16, (color >> 8) & 255, color & 255, 255], value * 4);
      source.update();
    },
    destroy: () => source.destroy(),
  };
}

/** A texture of 256 RGBA colours in one row. */
export function colorTable(table: Uint8Array): BufferImageSource {
  return new BufferImageSource({
    resource: table,
    width: 256,
    height: 1,
    format: 'rgba8unorm',
    alphaMode: 'no-premultiply-alpha',
    scaleMode: 'nearest',
  });
}
