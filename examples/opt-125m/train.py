"""OPT on blocks of 64 tokens, as a trainer of gen0's lab (docs/trainers.md).

    python3 train.py [options] fit <dataset> <model-dir> --seed N [--start <model-dir>]
    python3 train.py [options] sample <model-dir> <n> <out> --seed N

The setting is that of Shumailov et al. (2024), "AI models collapse when trained on recursively generated data", figure 1:
facebook/opt-125m is fine-tuned on texts that are cut into blocks of 64 tokens; from each block of the training data it
then writes the next 64 tokens by beam search with 5 beams, and these are what the next generation learns from. Every
generation begins from the published weights, not from the generation before. The model of the best epoch is kept, by the
loss on a tenth of the blocks that is held out.
"""
import argparse
import json
import os
import random
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, set_seed

parser = argparse.ArgumentParser()
parser.add_argument('--model', default='facebook/opt-125m', help='a name at Hugging Face, or a local folder')
parser.add_argument('--epochs', type=int, default=5)
parser.add_argument('--block', type=int, default=64, help='tokens')
parser.add_argument('--batch', type=int, default=128, help='blocks of a step')
parser.add_argument('--rate', type=float, default=2e-5, help='learning rate of AdamW')
parser.add_argument('--beams', type=int, default=5)
parser.add_argument('--held-out', type=float, default=0.1, help='share of the blocks by which the best epoch is chosen')
parser.add_argument('--device', default='cuda' if torch.cuda.is_available() else 'cpu')
verbs = parser.add_subparsers(dest='verb', required=True)
fit_arguments = verbs.add_parser('fit')
fit_arguments.add_argument('dataset')
fit_arguments.add_argument('folder')
fit_arguments.add_argument('--start')
sample_arguments = verbs.add_parser('sample')
sample_arguments.add_argument('folder')
sample_arguments.add_argument('n', type=int)
sample_arguments.add_argument('out')
sample_arguments.add_argument('--temperature', type=float, default=1)
sample_arguments.add_argument('--keep', type=float, default=1)
for each in (fit_arguments, sample_arguments):
    each.add_argument('--seed', type=int, required=True)
options = parser.parse_args()


def say(**line):
    print(json.dumps(line), flush=True)


def blocks_of(texts, tokeniser):
    """The tokens of all texts end to end, cut into blocks; what fills none is left out."""
    tokens = []
    for text in texts:
        tokens += tokeniser(text, add_special_tokens=False)['input_ids']
    count = len(tokens) // options.block
    if count < 2:
        raise ValueError(f'{len(tokens)} tokens make no two blocks of {options.block}; bring more text')
    return torch.tensor(tokens[: count * options.block]).view(count, options.block)


def mean_loss(model, blocks):
    """Nats a token."""
    model.eval()
    with torch.no_grad():
        parts = [(model(input_ids=part, labels=part).loss.item(), len(part))
                 for part in blocks.to(options.device).split(options.batch)]
    return sum(loss * size for loss, size in parts) / sum(size for _, size in parts)


def fit():
    tokeniser = AutoTokenizer.from_pretrained(options.start or options.model)
    model = AutoModelForCausalLM.from_pretrained(options.start or options.model).to(options.device)
    with open(options.dataset, encoding='utf-8') as file:
        blocks = blocks_of([json.loads(line)['text'] for line in file], tokeniser)
    order = torch.randperm(len(blocks))
    held_out = max(1, int(options.held_out * len(blocks)))
    validation, training = blocks[order[:held_out]], blocks[order[held_out:]]
    optimiser = torch.optim.AdamW(model.parameters(), lr=options.rate)
    best = float('inf')
    for epoch in range(options.epochs):
        model.train()
        for part in training[torch.randperm(len(training))].split(options.batch):
            part = part.to(options.device)
            loss = model(input_ids=part, labels=part).loss
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            optimiser.step()
        found = mean_loss(model, validation)
        if found != found:
            raise ValueError(f'the loss is no number after epoch {epoch + 1}')
        if found < best:
            best = found
            model.save_pretrained(options.folder)
        say(progress=(epoch + 1) / options.epochs, note=f'epoch {epoch + 1}, held-out loss {found:.3f}')
    tokeniser.save_pretrained(options.folder)
    # What is continued when this model writes.
    torch.save(blocks.to(torch.int32), os.path.join(options.folder, 'blocks.pt'))


def sample():
    if options.temperature != 1 or options.keep != 1:
        raise ValueError('beam search has no temperature and keeps no share; take another regime')
    tokeniser = AutoTokenizer.from_pretrained(options.folder)
    model = AutoModelForCausalLM.from_pretrained(options.folder).to(options.device).eval()
    blocks = torch.load(os.path.join(options.folder, 'blocks.pt')).long()
    # Every block once before any twice.
    order = torch.cat([torch.randperm(len(blocks)) for _ in range(-(-options.n // len(blocks)))])[: options.n]
    with open(options.out, 'w', encoding='utf-8') as file, torch.no_grad():
        done = 0
        for part in blocks[order].split(max(1, options.batch // options.beams)):
            written = model.generate(
                part.to(options.device),
                attention_mask=torch.ones_like(part, device=options.device),
                num_beams=options.beams,
                do_sample=False,
                min_new_tokens=options.block,
                max_new_tokens=options.block,
                pad_token_id=tokeniser.pad_token_id,
            )
            for tokens in written[:, options.block:]:
                file.write(json.dumps({'text': tokeniser.decode(tokens, skip_special_tokens=True)}) + '\n')
            done += len(part)
            say(progress=done / options.n, note=f'{done} of {options.n} blocks')


random.seed(options.seed)
set_seed(options.seed)
try:
    fit() if options.verb == 'fit' else sample()
except Exception as error:
    say(failed=f'{type(error).__name__}: {error}')
    sys.exit(1)
