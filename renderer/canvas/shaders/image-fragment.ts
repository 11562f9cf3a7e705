import { SLOTS_PER_PASS } from '../../state/tile-blend-plan.ts';

/**
 * Image layer. The channels of a tile stand one above the other in a texture of raw sample values: integers in an integer
 * texture, everything else as 32-bit floats, so no value is rounded before window and level are applied. Each channel
 * becomes ((value - min) / (max - min)) ^ gamma times its colour; channels add up.
 *
 * Range indicator: red where any channel reaches its max, blue where every channel is at its min or below.
 */
export const imageFragment = (samples: 'uint' | 'float'): string => `#version 300 es
precision highp float;
precision highp int;
precision highp ${samples === 'uint' ? 'usampler2D' : 'sampler2D'};

in vec2 vTexel;
flat in vec2 vTile;
out vec4 finalColor;

uniform ${samples === 'uint' ? 'usampler2D' : 'sampler2D'} uTile;
uniform vec4 uSlots[${SLOTS_PER_PASS}];  // place of the channel in the texture, min, max, gamma
uniform vec4 uColors[${SLOTS_PER_PASS}]; // red, green, blue
uniform vec4 uPass;                      // number of slots; 1 = range indicator with blue, 2 = without

float fetch(int top, ivec2 at) {
  return float(texelFetch(uTile, ivec2(at.x, top + at.y), 0).r);
}

void main() {
  ivec2 size = ivec2(textureSize(uTile, 0).x, int(vTile.x));
  bool smoothly = vTile.y > 0.5;
  vec2 place = smoothly ? vTexel - 0.5 : vTexel;
  ivec2 a = clamp(ivec2(floor(place)), ivec2(0), size - 1);
  ivec2 b = min(a + 1, size - 1);
  vec2 part = clamp(place - vec2(a), 0.0, 1.0);

  vec3 sum = vec3(0.0);
  bool saturated = false;
  bool empty = true;
  int count = int(uPass.x);
  for (int i = 0; i < count; i++) {
    vec4 slot = uSlots[i];
    int top = int(slot.x) * size.y;
    float value = fetch(top, a);
    float highest = value;
    if (smoothly) {
      float right = fetch(top, ivec2(b.x, a.y));
      float below = fetch(top, ivec2(a.x, b.y));
      float across = fetch(top, b);
      highest = max(max(value, right), max(below, across));
      value = mix(mix(value, right, part.x), mix(below, across, part.x), part.y);
    }
    // A value that is not a number fails the comparison and stays black.
    float t = value > slot.y ? min((value - slot.y) / (slot.z - slot.y), 1.0) : 0.0;
    if (slot.w != 1.0 && t > 0.0) t = pow(t, slot.w);
    sum += t * uColors[i].rgb;
    saturated = saturated || highest >= slot.z;
    empty = empty && value <= slot.y;
  }
  if (uPass.y > 0.5 && count > 0) {
    if (saturated) sum = vec3(1.0, 0.0, 0.0);
    else if (empty && uPass.y < 1.5) sum = vec3(0.0, 0.0, 1.0);
  }
  finalColor = vec4(sum, 1.0);
}
`;
