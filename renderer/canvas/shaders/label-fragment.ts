import { LABEL_TILE } from '#core/model/label.ts';

/**
 * Label layer. The texture holds class values with their coarser copies below them (see state/label-mips); the palette gives
 * each value its colour, transparent where the class is hidden or unknown.
 */
export const LABEL_FRAGMENT = `#version 300 es
precision highp float;
precision highp int;
precision highp usampler2D;

in vec2 vTexel;
out vec4 finalColor;

uniform usampler2D uTile;
uniform sampler2D uPalette;
uniform vec4 uLabels; // opacity, copy to be drawn (0 = full resolution)

void main() {
  int copy = int(uLabels.y);
  ivec2 at = clamp(ivec2(floor(vTexel)), ivec2(0), ivec2(${LABEL_TILE - 1})) >> copy;
  if (copy > 0) at += ivec2(${LABEL_TILE} - (${LABEL_TILE} >> (copy - 1)), ${LABEL_TILE});
  uint value = texelFetch(uTile, at, 0).r;
  if (value == 0u) discard;
  vec4 color = texelFetch(uPalette, ivec2(int(value), 0), 0);
  float alpha = color.a * uLabels.x;
  finalColor = vec4(color.rgb * alpha, alpha);
}
`;
