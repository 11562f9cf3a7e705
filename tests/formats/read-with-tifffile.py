"""Prints what tifffile finds in an OME-TIFF, as JSON: of each series its name, axes, shape, levels and the hash of its pixels
(C order, little-endian), and of the metadata the sizes in micrometres and the channels."""

import hashlib
import json
import sys
import xml.etree.ElementTree as ElementTree

import tifffile

OME = '{http://www.openmicroscopy.org/Schemas/OME/2016-06}'

with tifffile.TiffFile(sys.argv[1]) as tiff:
    series = []
    for one in tiff.series:
        data = one.asarray()
        little = data.astype(data.dtype.newbyteorder('<'))
        series.append(
            {
                'name': one.name,
                'axes': one.axes,
                'shape': list(one.shape),
                'type': str(one.dtype),
                'levels': [list(level.shape) for level in one.levels],
                'coarsest': int(one.levels[-1].asarray().astype('float64').sum()),
                'sha256': hashlib.sha256(little.tobytes()).hexdigest(),
            }
        )
    page = tiff.pages[0]
    resolution = [page.tags[name].value for name in ('XResolution', 'YResolution') if name in page.tags]
    images = []
    for image in ElementTree.fromstring(tiff.ome_metadata).iter(OME + 'Image'):
        pixels = image.find(OME + 'Pixels')
        images.append(
            {
                'name': image.get('Name'),
                'size': [float(pixels.get('PhysicalSize' + axis, 'nan')) for axis in 'XYZ'],
                'timeStep': float(pixels.get('TimeIncrement', 'nan')),
                'channels': [channel.get('Name') for channel in pixels.iter(OME + 'Channel')],
            }
        )
    print(
        json.dumps(
            {
                'ome': tiff.is_ome,
                'big': tiff.is_bigtiff,
                'photometric': page.photometric.name,
                'umPerPixel': [10000 * value[1] / value[0] for value in resolution],
                'series': series,
                'images': images,
            }
        )
    )
