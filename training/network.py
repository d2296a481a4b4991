"""The network: one encoder, a head for triggers, and heads that read a claim's roles and its standing from its trigger."""

import torch
from torch import nn
from transformers import AutoConfig, AutoModel

from allegedly.coders.labels import CERTAINTIES, POLARITIES, ROLES, TENSES, TRIGGER_TYPES, VOICE_ROLES
from allegedly.coders.windows import CASE_KINDS

PAIR = 192
# the claim layer looks over the whole window once for every claim, so it is narrow
LAYER, HEADS = 128, 4
# distances in tokens between trigger and word, in growing steps: 0, 1, 2, 3-4, 5-8, ... both ways
DISTANCES = 21
ATTRIBUTES = (len(POLARITIES), len(CERTAINTIES), len(TENSES), len(VOICE_ROLES))


def distance_bucket(delta: torch.Tensor) -> torch.Tensor:
    size = torch.clamp(torch.floor(torch.log2(delta.abs().float() + 1e-6) + 1) + 1, 0, 10)
    size = torch.where(delta == 0, torch.zeros_like(size), size)
    return (torch.sign(delta.float()) * size + 10).long()


class Dropout(nn.Module):
    """Dropout that draws its masks from a pool made once: drawing anew took a quarter of a training step on the CPU."""

    POOL = 1 << 23

    def __init__(self, share: float) -> None:
        super().__init__()
        self.p = share
        self.register_buffer("pool", torch.empty(0), persistent=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if not self.training or not self.p:
            return x
        if not self.pool.numel():
            self.pool = (torch.rand(self.POOL) >= self.p).float() / (1 - self.p)
        size = x.numel()
        at = int(torch.randint(self.POOL, (1,)))
        mask = self.pool[at : at + size]
        if mask.numel() < size:
            mask = torch.cat([mask, self.pool.repeat(size // self.POOL + 1)[: size - mask.numel()]])
        return x * mask.view_as(x).to(x.dtype)


def with_pooled_dropout(module: nn.Module) -> None:
    for name, child in module.named_children():
        if isinstance(child, nn.Dropout):
            setattr(module, name, Dropout(child.p))
        else:
            with_pooled_dropout(child)


class Layer(nn.Module):
    """One narrow layer in which the words of a stretch look at each other; it gives (rows, words, `inner`)."""

    def __init__(self, given: int, inner: int) -> None:
        super().__init__()
        self.narrow = nn.Linear(given, inner)
        self.before, self.between = nn.LayerNorm(inner), nn.LayerNorm(inner)
        self.mixed, self.out = nn.Linear(inner, 3 * inner), nn.Linear(inner, inner)
        self.wide, self.back = nn.Linear(inner, 2 * inner), nn.Linear(2 * inner, inner)
        # how far apart two words stand, one learnt preference for each head and distance
        self.apart = nn.Embedding(DISTANCES, HEADS)
        nn.init.zeros_(self.apart.weight)
        self.drop = Dropout(0.15)

    def seen(self, words: torch.Tensor, valid: torch.Tensor | None) -> torch.Tensor:
        x = self.narrow(words)
        rows, length, inner = x.shape
        q, k, v = (
            part.view(rows, length, HEADS, inner // HEADS).transpose(1, 2)
            for part in self.mixed(self.before(x)).split(inner, -1)
        )
        at = torch.arange(length, device=x.device)
        near = self.apart(distance_bucket(at[None] - at[:, None])).permute(2, 0, 1)
        weights = q @ k.transpose(-1, -2) / (inner // HEADS) ** 0.5 + near[None]
        if valid is not None:
            weights = weights.masked_fill(~valid[:, None, None], -1e4)
        looked = (weights.softmax(-1).to(v.dtype) @ v).transpose(1, 2).reshape(rows, length, inner)
        x = x + self.drop(self.out(looked))
        return x + self.drop(self.back(nn.functional.gelu(self.wide(self.between(x)))))


class ClaimLayer(Layer):
    """Words look at each other as seen from one claim: what is its actor, what is taken already, where a phrase ends."""

    def __init__(self) -> None:
        super().__init__(PAIR, LAYER)
        self.role = nn.Linear(LAYER, 2 * len(ROLES))
        nn.init.normal_(self.role.weight, std=0.01)
        nn.init.zeros_(self.role.bias)

    def forward(self, mixed: torch.Tensor, valid: torch.Tensor | None) -> torch.Tensor:
        return self.role(self.seen(mixed, valid))


class Network(nn.Module):
    def __init__(self, base: str) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(
            base,
            add_pooling_layer=False,
            attn_implementation="eager",
            hidden_dropout_prob=0.12,
            # masks over every pair of words cost more time than they give
            attention_probs_dropout_prob=0.0,
        )
        with_pooled_dropout(self.encoder)
        width = self.encoder.config.hidden_size
        self.case = nn.Embedding(CASE_KINDS, width)
        nn.init.zeros_(self.case.weight)
        self.drop = Dropout(0.2)
        self.trigger = nn.Sequential(
            nn.Linear(width, width), nn.GELU(), Dropout(0.1), nn.Linear(width, len(TRIGGER_TYPES))
        )
        self.kind = nn.Embedding(len(TRIGGER_TYPES), 48)
        self.key = nn.Linear(width, PAIR)
        self.query = nn.Linear(width + 48, PAIR)
        self.product = nn.Linear(width + 48, PAIR)
        self.distance = nn.Embedding(DISTANCES, PAIR)
        self.role = nn.Linear(PAIR, 2 * len(ROLES))
        self.layer = ClaimLayer()
        self.standing = nn.Sequential(
            nn.Linear(width + 48, width), nn.GELU(), Dropout(0.1), nn.Linear(width, sum(ATTRIBUTES))
        )
        nn.init.constant_(self.role.bias, -4.0)

    def encode(self, ids: torch.Tensor, cases: torch.Tensor, attention: torch.Tensor) -> torch.Tensor:
        words = self.encoder.embeddings.word_embeddings(ids) + self.case(cases)
        return self.encoder(inputs_embeds=words, attention_mask=attention).last_hidden_state

    def roles(
        self,
        hidden: torch.Tensor,
        rows: torch.Tensor,
        pooled: torch.Tensor,
        first: torch.Tensor,
        last: torch.Tensor,
        valid: torch.Tensor | None = None,
    ) -> torch.Tensor:
        """Logits (claims, tokens, 2 x roles): inside, start. `rows` names each claim's window; `pooled` is trigger and type."""
        key = self.key(hidden)[rows]
        at = torch.arange(hidden.shape[1], device=hidden.device)[None]
        delta = torch.where(
            at < first[:, None],
            at - first[:, None],
            torch.where(at > last[:, None], at - last[:, None], torch.zeros_like(at)),
        )
        mixed = (
            key
            + self.query(pooled)[:, None]
            + key * self.product(pooled)[:, None]
            + self.distance(distance_bucket(delta))
        )
        mixed = nn.functional.gelu(mixed)
        return self.role(self.drop(mixed)) + self.layer(mixed, valid)


def pool(hidden: torch.Tensor, rows, tokens) -> torch.Tensor:
    return torch.stack([hidden[row, spot].mean(0) for row, spot in zip(rows, tokens, strict=True)])
