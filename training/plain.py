"""A network's file without what the machine that wrote it left in it: paths, line numbers, notes of the exporter."""

from pathlib import Path

import onnx


def plain(path: Path) -> None:
    """Writes an ONNX file anew with its graph and weights alone; the same weights give the same bytes anywhere."""
    model = onnx.load(path)
    del model.metadata_props[:]
    model.doc_string = ""
    for graph in (model.graph, *model.functions):
        graph.doc_string = ""
        del graph.metadata_props[:]
        for node in graph.node:
            node.doc_string = ""
            del node.metadata_props[:]
        for value in (*graph.input, *graph.output, *graph.value_info, *getattr(graph, "initializer", ())):
            value.doc_string = ""
            del value.metadata_props[:]
    onnx.save(model, path)
