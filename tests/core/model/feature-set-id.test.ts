import { describe, expect, test } from 'vitest';
import { GroveError } from '#core/model/error.ts';
import {
  canonicalFeatureSet,
  featureSetLabel,
  featureSetPlanes,
  formatFeatureSet,
  parseFeatureSet,
} from '#core/model/feature-set-id.ts';

const USUAL =
  'multiscale(gaussian:0.3,0.7,1,1.6,3.5,5,10;laplacian:0.7,1,1.6,3.5,5,10;gradient:0.7,1,1.6,3.5,5,10;' +
  'difference:0.7,1,1.6,3.5,5,10;tensor:0.7,1,1.6,3.5,5,10;hessian:0.7,1,1.6,3.5,5,10)';

describe('a name', () => {
  test.each([
    ['basic25', 'basic25', 25, 'Basic Features 25'],
    [' basic33 ', 'basic33', 33, 'Basic Features 33'],
    ['multiscale', USUAL, 49, 'Multi-scale 49'],
    ['multiscale(hessian: 1.6, 1.0; gaussian: 3.5)', 'multiscale(gaussian:3.5;hessian:1,1.6)', 5, 'Multi-scale 5'],
    ['multiscale(tensor:10)', 'multiscale(tensor:10)', 2, 'Multi-scale 2'],
    ['scattering', 'scattering(scales:2;order:1)', 13, 'Scattering 13'],
    ['scattering()', 'scattering(scales:2;order:1)', 13, 'Scattering 13'],
    ['scattering(order:2)', 'scattering(scales:2;order:2)', 49, 'Scattering 49'],
    ['scattering(order:1;scales:3)', 'scattering(scales:3;order:1)', 19, 'Scattering 19'],
    ['scattering(scales:3)', 'scattering(scales:3;order:2)', 127, 'Scattering 127'],
  ])("'%s' is canonically %s", (text, canonical, planes, label) => {
    const id = canonicalFeatureSet(text);
    expect(id).toBe(canonical);
    expect(canonicalFeatureSet(id)).toBe(id);
    expect(formatFeatureSet(parseFeatureSet(id))).toBe(id);
    expect(featureSetPlanes(id)).toBe(planes);
    expect(featureSetLabel(id)).toBe(label);
  });
});

test.each([
  ['', /no feature set ''/],
  ['Basic25', /no feature set 'Basic25': give basic25, basic33, multiscale or scattering/],
  ['toString', /no feature set 'toString'/],
  ['basic25()', /basic25 takes no settings/],
  ['multiscale(gaussian:1', /closing bracket/],
  ['multiscale(gaussian:1))', /closing bracket/],
  ['multiscale(gaussian:1)x', /closing bracket/],
  ['multiscale()', /needs a family and a scale/],
  ['multiscale(gaussian)', /'gaussian' in multiscale\(…\) must be a name, a colon/],
  ['multiscale(gaussian:1;)', /'' in multiscale/],
  ['multiscale(gaussian:1:2)', /'gaussian:1:2' in/],
  ['multiscale(sobel:1)', /no family 'sobel': give gaussian, laplacian, gradient, difference, tensor, hessian/],
  ['multiscale(constructor:1)', /no family 'constructor'/],
  ['multiscale(gaussian:2)', /no scale '2' for gaussian: give 0.3, 0.7, 1, 1.6, 3.5, 5, 10/],
  ['multiscale(gaussian:)', /no scale '' for gaussian/],
  ['multiscale(gaussian:1,1.0)', /a scale of gaussian twice/],
  ['multiscale(gaussian:1;gaussian:5)', /names 'gaussian' twice/],
  ['scattering(scales:4)', /scales of scattering must be 2 or 3, not '4'/],
  ['scattering(order:0)', /order of scattering must be 1 or 2, not '0'/],
  ['scattering(scales:2,3)', /not '2,3'/],
  ['scattering(angles:6)', /no setting 'angles': give scales and order/],
])("'%s' is refused by what is wrong with it", (text, message) => {
  const parse = (): unknown => parseFeatureSet(text);
  expect(parse).toThrow(GroveError);
  expect(parse).toThrow(message);
  expect(parse).toThrow(expect.objectContaining({ kind: 'invalid-input' }));
});
