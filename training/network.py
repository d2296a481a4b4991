"""The network: one encoder, a head for triggers, and heads that read a claim's roles and its standing from its trigger."""

import torch
from torch import nn
from transformers import AutoConfig, AutoModel

from allegedly.coders.labels import CERTAINTIES, POLARITIES, ROLES, TENSES, TRIGGER_TYPES, VOICE_ROLES
from allegedly.coders.windows import CASE_KINDS

PAIR = 192
# distances in tokens between trigger and word, in growing steps: 0, 1, 2, 3-4, 5-8, ... both ways
DISTANCES = 21
ATTRIBUTES = (len(POLARITIES), len(CERTAINTIES), len(TENSES), len(VOICE_ROLES))


def distance_bucket(delta: torch.Tensor) -> torch.Tensor:
    size = torch.clamp(torch.floor(torch.log2(delta.abs().float() + 1e-6) + 1) + 1, 0, 10)
    size = torch.where(delta == 0, torch.zeros_like(size), size)
    return (torch.sign(delta.float()) * size + 10).long()


class Network(nn.Module):
    def __init__(self, base: str) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(
            base, add_pooling_layer=False, attn_implementation="eager", hidden_dropout_prob=0.15
        )
        width = self.encoder.config.hidden_size
        self.case = nn.Embedding(CASE_KINDS, width)
        nn.init.zeros_(self.case.weight)
        self.drop = nn.Dropout(0.25)
        self.trigger = nn.Sequential(
            nn.Linear(width, width), nn.GELU(), nn.Dropout(0.1), nn.Linear(width, len(TRIGGER_TYPES))
        )
        self.kind = nn.Embedding(len(TRIGGER_TYPES), 48)
        self.key = nn.Linear(width, PAIR)
        self.query = nn.Linear(width + 48, PAIR)
        self.product = nn.Linear(width + 48, PAIR)
        self.distance = nn.Embedding(DISTANCES, PAIR)
        self.role = nn.Linear(PAIR, 2 * len(ROLES))
        self.standing = nn.Sequential(
            nn.Linear(width + 48, width), nn.GELU(), nn.Dropout(0.1), nn.Linear(width, sum(ATTRIBUTES))
        )
        nn.init.constant_(self.role.bias, -4.0)

    def encode(self, ids: torch.Tensor, cases: torch.Tensor, attention: torch.Tensor) -> torch.Tensor:
        words = self.encoder.embeddings.word_embeddings(ids) + self.case(cases)
        return self.encoder(inputs_embeds=words, attention_mask=attention).last_hidden_state

    def roles(
        self, hidden: torch.Tensor, rows: torch.Tensor, pooled: torch.Tensor, first: torch.Tensor, last: torch.Tensor
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
        return self.role(self.drop(nn.functional.gelu(mixed)))


def pool(hidden: torch.Tensor, rows, tokens) -> torch.Tensor:
    return torch.stack([hidden[row, spot].mean(0) for row, spot in zip(rows, tokens, strict=True)])
