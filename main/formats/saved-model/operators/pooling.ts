import type { Call, Operators } from '../graph/conversion.ts';
import { tensor } from '../graph/operands.ts';
import type { Value } from '../graph/value.ts';
import { asImage, imageAxes, imageShape, perSpatialAxis } from './image-axes.ts';
import { placeWindows } from './window.ts';

/** Padding never counts: neither as the largest value nor in an average. */
function pooling(rank: number, op: 'MaxPool' | 'AveragePool') {
  return (call: Call): Value => {
    const image = tensor(call, 0);
    const axes = imageAxes(call, rank, image.shape.length);
    const window = placeWindows(
      call,
      axes,
      axes.spatial.map((axis) => image.shape[axis]!),
      {
        kernel: perSpatialAxis(call, axes, 'ksize'),
        strides: perSpatialAxis(call, axes, 'strides'),
        dilations: axes.spatial.map(() => 1),
      },
    );
    const given = asImage(call.conversion, image, axes);
    const [name] = call.conversion.onnx.emit(op, [given.name], window.attributes);
    return { ...given, name: name!, shape: imageShape(axes, image.shape[0]!, image.shape[axes.channel]!, window.outputs) };
  };
}

export const POOLING_OPERATORS: Operators = {
  MaxPool: pooling(4, 'MaxPool'),
  AvgPool: pooling(4, 'AveragePool'),
  MaxPool3D: pooling(5, 'MaxPool'),
  AvgPool3D: pooling(5, 'AveragePool'),
};
