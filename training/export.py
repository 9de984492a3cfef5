"""Turn trained weights into the quantised ONNX files that ship in the package.

python training/export.py --weights WORK/phase1.pt=0.4 WORK/phase2.pt=0.6 --encoder FOLDER --to MODEL_FOLDER
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from network import TAGS, Encoder, Layer, Reader, mixed
from silver import NAMES

INPUTS = ("pieces", "shapes", "quoted", "opens", "firsts", "blocks")
OUTPUTS = ("tags", "names", "parts", "heads", "relations", "content_cue", "cue_source")


class JoinedLayer(nn.Module):
    """A trained layer with its query, key and value as one product, and no mask: a window ships without padding."""

    def __init__(self, layer: Layer) -> None:
        super().__init__()
        self.layer = layer
        width = layer.query.in_features
        self.joined = nn.Linear(width, 3 * width)
        parts = (layer.query, layer.key, layer.value)
        scale = (1 / math.sqrt(width // layer.heads), 1.0, 1.0)
        self.joined.weight.data = torch.cat([p.weight.data * s for p, s in zip(parts, scale, strict=True)])
        self.joined.bias.data = torch.cat([p.bias.data * s for p, s in zip(parts, scale, strict=True)])

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        del mask
        layer, (b, n, width) = self.layer, x.shape
        q, k, v = (
            part.view(b, n, layer.heads, width // layer.heads).transpose(1, 2)
            for part in self.joined(x).split(width, dim=-1)
        )
        y = ((q @ k.transpose(2, 3)).softmax(-1) @ v).transpose(1, 2).reshape(b, n, width)
        x = layer.norm1(x + layer.out(y))
        return layer.norm2(x + layer.narrow(F.gelu(layer.widen(x))))


class Shipped(nn.Module):
    """The reader for one window without padding: arrays of L pieces and W words in, decisions on W words out."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader
        layers = reader.encoder.layers
        reader.encoder.layers = nn.ModuleList(JoinedLayer(layer) for layer in layers)

    def forward(
        self, pieces: Tensor, shapes: Tensor, quoted: Tensor, opens: Tensor, firsts: Tensor, blocks: Tensor
    ) -> tuple[Tensor, ...]:
        out = self.reader(*(x[None] for x in (pieces, shapes, quoted, opens, firsts, blocks)))
        heads = out["heads"].argmax(-1)
        relations = self.reader.relation_scores(out["words"], (heads - 1).clamp(min=0)).argmax(-1)
        return (
            out["tags"][0], out["names"][0], out["parts"][0].argmax(-1).to(torch.int32),
            heads[0].to(torch.int32), relations[0].to(torch.int32), out["content_cue"][0], out["cue_source"][0],
        )  # fmt: skip


def load_reader(weights: dict[Path, float]) -> tuple[Reader, list[str], list[str]]:
    saved = mixed(weights)
    reader = Reader(Encoder(), 1 + 2 * len(NAMES), len(saved["parts"]), len(saved["relations"]))
    reader.load_state_dict(saved["model"])
    return reader.eval(), saved["parts"], saved["relations"]


def export(weights: dict[Path, float], encoder: Path, to: Path) -> None:
    reader, parts, relations = load_reader(weights)
    to.mkdir(parents=True, exist_ok=True)
    pieces, words = torch.full((30,), 200), torch.arange(25)
    zeros = torch.zeros(30, dtype=torch.long)
    axes = {name: {0: "L"} for name in INPUTS[:4]} | {name: {0: "W"} for name in (*INPUTS[4:], *OUTPUTS)}
    axes |= {name: {0: "W", 1: "W1"} for name in ("content_cue", "cue_source")}
    with tempfile.TemporaryDirectory() as folder:
        plain, prepared = Path(folder) / "plain.onnx", Path(folder) / "prepared.onnx"
        torch.onnx.export(
            Shipped(reader),
            (pieces, zeros, zeros, zeros, words, words * 0),
            str(plain),
            input_names=list(INPUTS),
            output_names=list(OUTPUTS),
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        quant_pre_process(str(plain), str(prepared), skip_symbolic_shape=True)
        quantize_dynamic(str(prepared), str(to / "reader.onnx"), weight_type=QuantType.QInt8, per_channel=True)
    model = onnx.load(str(to / "reader.onnx"))
    onnx.checker.check_model(model)
    shutil.copy(encoder / "tokenizer.json", to / "tokenizer.json")
    rules = (reader.transitions + reader.allowed).detach().numpy().astype(np.float64)
    labels = {
        "tags": list(TAGS),
        "names": ["O", *(f"{edge}-{name}" for name in NAMES for edge in "BI")],
        "parts": parts,
        "relations": relations,
        "transitions": np.round(rules, 4).tolist(),
        "confidence": [0.0] * 14,  # fitted by calibrate.py
        "cut_off": 0.0,
    }
    (to / "reader.json").write_text(json.dumps(labels, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", nargs="+", required=True, metavar="FILE=SHARE")
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--to", type=Path, required=True)
    args = parser.parse_args()
    shares = (item.rsplit("=", 1) for item in args.weights)
    export({Path(path): float(share) for path, share in shares}, args.encoder, args.to)


if __name__ == "__main__":
    main()
