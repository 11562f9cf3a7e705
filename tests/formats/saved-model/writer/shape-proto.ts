import { createMessage, type MessageWriter } from '../../../../main/formats/protobuf/write-fields.ts';

/** TensorShapeProto; -1 stands for an open extent. */
export function shapeProto(shape: readonly (number | null)[]): MessageWriter {
  const message = createMessage();
  for (const extent of shape) {
    const dimension = createMessage();
    dimension.integer(1, extent ?? -1);
    message.message(2, dimension);
  }
  return message;
}
