"""The reader's network: a BERT encoder over word pieces, decisions over words.

Inputs of a window of L pieces and W words (B windows a batch):
    pieces (B, L)  word-piece ids, [CLS] first, [SEP] last, 0 beyond
    shapes, quoted (B, L)  how the piece's word is written and quoted (`onrecord.language.words`)
    opens (B, L)  1 on the pieces of a paragraph's first word
    firsts (B, W)  position of each word's first piece
    paragraphs (B, W)  paragraph number of each word, -1 beyond
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import Tensor, nn

from onrecord.language.words import Quoted, Shape

TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
LINK_WIDTH = 128
RELATION_WIDTH = 64
FAR = 64  # words; links beyond share one distance weight
FORBIDDEN = -1e4


class SharedDropout(nn.Module):
    """Dropout with one mask for all positions of a sequence (Gal and Ghahramani, 2016): far cheaper on a CPU."""

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return x
        mask = torch.rand(x.shape[0], 1, x.shape[2], device=x.device) >= self.rate
        return x * (mask / (1 - self.rate))


class Layer(nn.Module):
    def __init__(self, width: int, inner: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value, self.out = (nn.Linear(width, width) for _ in range(4))
        self.widen, self.narrow = nn.Linear(width, inner), nn.Linear(inner, width)
        self.norm1, self.norm2 = nn.LayerNorm(width, eps=1e-12), nn.LayerNorm(width, eps=1e-12)
        self.dropout = SharedDropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        b, n, width = x.shape
        size = width // self.heads
        q, k, v = (f(x).view(b, n, self.heads, size).transpose(1, 2) for f in (self.query, self.key, self.value))
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=mask).transpose(1, 2).reshape(b, n, width)
        x = self.norm1(x + self.dropout(self.out(y)))
        return self.norm2(x + self.dropout(self.narrow(F.gelu(self.widen(x)))))


class Encoder(nn.Module):
    """BERT as Devlin et al. (2019) describe it, with shape, quotation and paragraph features added at the input."""

    def __init__(
        self,
        vocabulary: int = 30522,
        width: int = 384,
        inner: int = 1536,
        heads: int = 12,
        layers: int = 6,
        positions: int = 512,
        dropout: float = 0.1,
    ) -> None:
        super().__init__()
        self.width = width
        self.pieces = nn.Embedding(vocabulary, width)
        self.positions = nn.Embedding(positions, width)
        self.kinds = nn.Embedding(2, width)
        self.shapes = nn.Embedding(len(Shape), width)
        self.quoted = nn.Embedding(len(Quoted), width)
        self.opens = nn.Embedding(2, width)
        for added in (self.shapes, self.quoted, self.opens):
            nn.init.zeros_(added.weight)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.dropout = SharedDropout(dropout)
        self.layers = nn.ModuleList(Layer(width, inner, heads, dropout) for _ in range(layers))

    def forward(self, pieces: Tensor, shapes: Tensor, quoted: Tensor, opens: Tensor) -> Tensor:
        mask = (pieces == 0)[:, None, None, :].float() * FORBIDDEN
        x = self.pieces(pieces) + self.positions.weight[: pieces.shape[1]] + self.kinds.weight[0]
        x = x + self.shapes(shapes) + self.quoted(quoted) + self.opens(opens)
        x = self.dropout(self.norm(x))
        for layer in self.layers:
            x = layer(x, mask)
        return x

    def load_bert(self, path: Path) -> None:
        """Take the weights of a BERT checkpoint in Hugging Face's naming."""
        bert = {name.removeprefix("bert."): tensor for name, tensor in load_file(path).items()}
        names = {
            "pieces.weight": "embeddings.word_embeddings.weight",
            "positions.weight": "embeddings.position_embeddings.weight",
            "kinds.weight": "embeddings.token_type_embeddings.weight",
            "norm.weight": "embeddings.LayerNorm.weight",
            "norm.bias": "embeddings.LayerNorm.bias",
        }
        parts = {
            "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
            "out": "attention.output.dense", "norm1": "attention.output.LayerNorm", "widen": "intermediate.dense",
            "narrow": "output.dense", "norm2": "output.LayerNorm",
        }  # fmt: skip
        for i in range(len(self.layers)):
            for ours, theirs in parts.items():
                for kind in ("weight", "bias"):
                    names[f"layers.{i}.{ours}.{kind}"] = f"encoder.layer.{i}.{theirs}.{kind}"
        missing = self.load_state_dict({ours: bert[theirs] for ours, theirs in names.items()}, strict=False)
        left = set(missing.missing_keys) - {"shapes.weight", "quoted.weight", "opens.weight"}
        if left or missing.unexpected_keys:
            raise ValueError(f"{path} is not the expected checkpoint: {sorted(left)} are missing")


class Link(nn.Module):
    """Scores (B, W, 1 + W): how likely each word depends on no word (column 0) or on each word of its paragraph."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.child, self.parent = nn.Linear(width, LINK_WIDTH), nn.Linear(width, LINK_WIDTH)
        self.none = nn.Linear(width, 1)
        self.distance = nn.Parameter(torch.zeros(2 * FAR + 1))

    def forward(self, h: Tensor, apart: Tensor) -> Tensor:
        n = h.shape[1]
        scores = self.child(h) @ self.parent(h).transpose(1, 2) / math.sqrt(LINK_WIDTH)
        order = torch.arange(n, device=h.device)
        steps = (order[None, :] - order[:, None]).clamp(-FAR, FAR) + FAR
        scores = scores + self.distance[steps] + apart
        return torch.cat([self.none(h), scores], dim=-1)


class Reader(nn.Module):
    """Encoder and heads. `tags`: emissions over `TAGS` for a linear-chain CRF within each paragraph."""

    def __init__(self, encoder: Encoder, names: int, parts: int, relations: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = encoder
        self.dropout = SharedDropout(dropout)
        self.tags = nn.Linear(encoder.width, len(TAGS))
        self.names = nn.Linear(encoder.width, names)
        self.parts = nn.Linear(encoder.width, parts)
        self.content_cue, self.cue_source, self.heads = (Link(encoder.width) for _ in range(3))
        self.relation_child = nn.Linear(encoder.width, RELATION_WIDTH)
        self.relation_parent = nn.Linear(encoder.width, RELATION_WIDTH)
        self.relations = nn.Linear(2 * RELATION_WIDTH, relations)
        self.transitions = nn.Parameter(torch.zeros(len(TAGS), len(TAGS)))
        self.register_buffer("allowed", allowed_transitions())

    def forward(
        self, pieces: Tensor, shapes: Tensor, quoted: Tensor, opens: Tensor, firsts: Tensor, paragraphs: Tensor
    ) -> dict[str, Tensor]:
        x = self.encoder(pieces, shapes, quoted, opens)
        h = x.gather(1, firsts[:, :, None].expand(-1, -1, x.shape[2]))
        h = self.dropout(h)
        apart = (paragraphs[:, :, None] != paragraphs[:, None, :]).float() * FORBIDDEN
        return {
            "words": h,
            "tags": self.tags(h),
            "names": self.names(h),
            "parts": self.parts(h),
            "content_cue": self.content_cue(h, apart),
            "cue_source": self.cue_source(h, apart),
            "heads": self.heads(h, apart),
        }

    def relation_scores(self, h: Tensor, heads: Tensor) -> Tensor:
        """Scores (B, W, relations) of the relation of each word to the word numbered in `heads` (B, W)."""
        parent = self.relation_parent(h).gather(1, heads[:, :, None].expand(-1, -1, RELATION_WIDTH))
        return self.relations(F.gelu(torch.cat([self.relation_child(h), parent], -1)))

    def tagging_loss(self, emissions: Tensor, gold: Tensor, mask: Tensor) -> Tensor:
        """Mean negative log-likelihood of `gold` (P, n) under the CRF; emissions (P, n, tags), mask (P, n)."""
        rules = self.transitions + self.allowed
        alpha = emissions[:, 0] + self.allowed[0]
        # unbind, not indexing: the gradient of an index is a whole array of zeros at every step.
        for here, step in zip(mask.unbind(1)[1:], emissions.unbind(1)[1:], strict=True):
            alpha = torch.where(here[:, None], torch.logsumexp(alpha[:, :, None] + rules, 1) + step, alpha)
        chosen = emissions.gather(2, gold[:, :, None])[:, :, 0] * mask
        moves = rules[gold[:, :-1], gold[:, 1:]] * mask[:, 1:]
        return (torch.logsumexp(alpha, 1) - chosen.sum(1) - moves.sum(1)).sum() / mask.sum()


def allowed_transitions() -> Tensor:
    """0 where the tag of the column may follow that of the row, `FORBIDDEN` where an I would lack its B."""
    rules = torch.zeros(len(TAGS), len(TAGS))
    for i, before in enumerate(TAGS):
        for j, after in enumerate(TAGS):
            if after.startswith("I-") and before[2:] != after[2:]:
                rules[i, j] = FORBIDDEN
    return rules


def mixed(shares: dict[Path, float]) -> dict[str, Any]:
    """The saved weights of several trainings of one network, averaged ("model soup", Wortsman et al., 2022).

    Shares must add up to 1. The rest of what was saved is the last one's.
    """
    saved = [(torch.load(path, weights_only=True), share) for path, share in shares.items()]
    result: dict[str, Any] = dict(saved[-1][0])
    result["model"] = {name: sum(one["model"][name] * share for one, share in saved) for name in result["model"]}
    return result
