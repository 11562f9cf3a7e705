/**
 * Prediction layer. A texel holds class + 1, confidence and the probability of one class, both in percent. Minimum
 * confidence, colours and opacity are applied here, so changing them asks the host for nothing.
 *
 * Kinds: 1 = class colours, 2 = probability as a heat map, 3 = uncertainty as a heat map, where 1 means that all classes are
 * equally likely: (1 - confidence) / (1 - 1 / classes). Low values of a heat map fade out, so that the image stays visible.
 */
export const PREDICTION_FRAGMENT = `#version 300 es
precision highp float;
precision highp int;
precision highp usampler2D;

in vec2 vTexel;
flat in vec2 vTile;
out vec4 finalColor;

uniform usampler2D uTile;
uniform sampler2D uPalette; // colour of class + 1
uniform sampler2D uHeat;    // 256 colours from low to high
uniform vec4 uResult;       // opacity, kind, minimum confidence in percent, number of classes

void main() {
  ivec2 size = ivec2(textureSize(uTile, 0).x, int(vTile.x));
  ivec2 at = clamp(ivec2(floor(vTexel)), ivec2(0), size - 1);
  uvec4 texel = texelFetch(uTile, at, 0);
  float confidence = float(texel.g);
  float alpha = uResult.x;
  vec3 color;
  if (uResult.y < 1.5) {
    if (confidence < uResult.z || texel.r == 0u) discard;
    vec4 entry = texelFetch(uPalette, ivec2(int(texel.r), 0), 0);
    color = entry.rgb;
    alpha *= entry.a;
  } else {
    float even = 1.0 - 1.0 / max(uResult.w, 2.0);
    float heat = uResult.y < 2.5 ? float(texel.b) / 100.0 : min((1.0 - confidence / 100.0) / even, 1.0);
    color = texelFetch(uHeat, ivec2(int(heat * 255.0 + 0.5), 0), 0).rgb;
    alpha *= min(heat * 4.0, 1.0);
  }
  finalColor = vec4(color * alpha, alpha);
}
`;
