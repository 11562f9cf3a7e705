/**
 * Vertex shader of all layers. A quad is given in screen pixels with the origin at the top left, and in texels of its tile,
 * both computed in double precision beforehand: large images and high zooms keep their exact place.
 */
export const TILE_VERTEX = `#version 300 es
precision highp float;

in vec2 aPosition; // screen pixels
in vec2 aTexel;    // texels of the tile, 0 … width and 0 … height
in vec2 aTile;     // height of the tile in texels; 1 where its values are interpolated, else 0

uniform vec2 uViewSize; // screen pixels

out vec2 vTexel;
flat out vec2 vTile;

void main() {
  vTexel = aTexel;
  vTile = aTile;
  vec2 place = aPosition / uViewSize * 2.0 - 1.0;
  gl_Position = vec4(place.x, -place.y, 0.0, 1.0);
}
`;
