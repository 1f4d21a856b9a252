"""Loss traces of PyTorch for the parity tests of src/nn/models: python3 test/paper/make-traces.py [vae convolutional-vae transformer gan]

Weights, batches and noise come from a rule that both sides compute, so the files hold only sizes and losses. One stream
of uniforms: state = (1664525 * state + 1013904223) mod 2^32, u = state / 2^32. First the parameters, in the order below,
row by row: scale * (2u - 1); gains of normalisations add 1. Then the batches, step by step.
"""
import json
import math
import os
import sys

import numpy as np
import torch
import torch.nn.functional as F

torch.set_num_threads(1)


class Stream:
    def __init__(self, seed):
        self.state = seed

    def u(self):
        self.state = (1664525 * self.state + 1013904223) % 2**32
        return self.state / 2**32

    def parameters(self, shapes):
        made = {}
        for name, shape in shapes:
            scale = 1 / math.sqrt(shape[0]) if len(shape) == 2 else 0.1
            base = 1 if name.endswith("gain") else 0
            flat = [base + scale * (2 * self.u() - 1) for _ in range(math.prod(shape))]
            values = torch.tensor(np.array(flat, np.float32).reshape(shape))
            made[name] = values.requires_grad_(True)
        return made


def vae():
    sizes = dict(pixels=64, hidden=48, latent=4)
    pixels, hidden, latent = sizes.values()
    batch, rate = 16, 3e-3
    stream = Stream(1)
    p = stream.parameters([
        ("encoder.hidden.w", (pixels, hidden)), ("encoder.hidden.b", (hidden,)),
        ("encoder.latent.w", (hidden, 2 * latent)), ("encoder.latent.b", (2 * latent,)),
        ("decoder.hidden.w", (latent, hidden)), ("decoder.hidden.b", (hidden,)),
        ("decoder.pixels.w", (hidden, pixels)), ("decoder.pixels.b", (pixels,)),
    ])

    def layer(x, name):
        return x @ p[name + ".w"] + p[name + ".b"]

    def loss():
        # A row is one of four stripe patterns, blurred; noise is uniform with variance 1.
        x = []
        for _ in range(batch):
            kind = math.floor(4 * stream.u())
            x.append([0.7 * ((j >> kind) & 1) + 0.3 * stream.u() for j in range(pixels)])
        x = torch.tensor(np.array(x, np.float32))
        noise = [[math.sqrt(3) * (2 * stream.u() - 1) for _ in range(latent)] for _ in range(batch)]
        noise = torch.tensor(np.array(noise, np.float32))
        mu, logvar = layer(F.relu(layer(x, "encoder.hidden")), "encoder.latent").chunk(2, 1)
        z = mu + torch.exp(0.5 * logvar) * noise
        logits = layer(F.relu(layer(z, "decoder.hidden")), "decoder.pixels")
        reconstruction = F.binary_cross_entropy_with_logits(logits, x, reduction="sum")
        divergence = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())
        return (reconstruction + divergence) / batch

    return sizes, batch, rate, {}, torch.optim.Adam(p.values(), lr=rate), p, loss


def convolutional_vae():
    sizes = dict(side=8, capacity=4, latent=3)
    side, capacity, latent = sizes.values()
    batch, rate = 12, 1e-2
    options = dict(penalty=0.01)
    flat = 2 * capacity * (side // 4) ** 2
    stream = Stream(4)
    p = stream.parameters([
        ("encoder.half.kernel", (capacity, 1, 4, 4)), ("encoder.half.offset", (capacity,)),
        ("encoder.quarter.kernel", (2 * capacity, capacity, 4, 4)), ("encoder.quarter.offset", (2 * capacity,)),
        ("encoder.latent.w", (flat, 2 * latent)), ("encoder.latent.b", (2 * latent,)),
        ("decoder.quarter.w", (latent, flat)), ("decoder.quarter.b", (flat,)),
        ("decoder.half.kernel", (2 * capacity, capacity, 4, 4)), ("decoder.half.offset", (capacity,)),
        ("decoder.pixels.kernel", (capacity, 1, 4, 4)), ("decoder.pixels.offset", (1,)),
    ])

    def halved(x, name):
        return F.conv2d(x, p[name + ".kernel"], p[name + ".offset"], stride=2, padding=1)

    def doubled(x, name):
        return F.conv_transpose2d(x, p[name + ".kernel"], p[name + ".offset"], stride=2, padding=1)

    def layer(x, name):
        return x @ p[name + ".w"] + p[name + ".b"]

    def loss():
        # The stripes and the noise of the dense one.
        x = []
        for _ in range(batch):
            kind = math.floor(4 * stream.u())
            x.append([0.7 * ((j >> kind) & 1) + 0.3 * stream.u() for j in range(side**2)])
        x = torch.tensor(np.array(x, np.float32)).view(batch, 1, side, side)
        noise = [[math.sqrt(3) * (2 * stream.u() - 1) for _ in range(latent)] for _ in range(batch)]
        noise = torch.tensor(np.array(noise, np.float32))
        h = F.relu(halved(F.relu(halved(x, "encoder.half")), "encoder.quarter"))
        mu, logvar = layer(h.flatten(1), "encoder.latent").chunk(2, 1)
        z = mu + torch.exp(0.5 * logvar) * noise
        h = layer(z, "decoder.quarter").view(batch, 2 * capacity, side // 4, side // 4)
        logits = doubled(F.relu(doubled(h, "decoder.half")), "decoder.pixels")
        reconstruction = F.binary_cross_entropy_with_logits(logits, x, reduction="sum")
        divergence = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())
        return (reconstruction + divergence) / batch

    optimiser = torch.optim.Adam(p.values(), lr=rate, weight_decay=options["penalty"])
    return sizes, batch, rate, options, optimiser, p, loss


def transformer():
    sizes = dict(vocabulary=48, context=16, width=32, heads=4, layers=2)
    vocabulary, context, width, heads, layers = sizes.values()
    batch, rate = 8, 2e-3
    options = dict(decay=0.1, clip=1.0, beta2=0.99)
    stream = Stream(2)
    shapes = [("tokens.table", (vocabulary, width)), ("positions.table", (context, width))]
    for i in range(layers):
        b = f"block{i}."
        shapes += [(b + "norm1.gain", (width,)), (b + "norm1.shift", (width,)),
                   (b + "qkv.w", (width, 3 * width)), (b + "qkv.b", (3 * width,)),
                   (b + "mix.w", (width, width)), (b + "mix.b", (width,)),
                   (b + "norm2.gain", (width,)), (b + "norm2.shift", (width,)),
                   (b + "wide.w", (width, 4 * width)), (b + "wide.b", (4 * width,)),
                   (b + "narrow.w", (4 * width, width)), (b + "narrow.b", (width,))]
    shapes += [("norm.gain", (width,)), ("norm.shift", (width,))]
    p = stream.parameters(shapes)

    def layer(x, name):
        return x @ p[name + ".w"] + p[name + ".b"]

    def norm(x, name):
        return F.layer_norm(x, (width,), p[name + ".gain"], p[name + ".shift"])

    mask = torch.triu(torch.full((context, context), -math.inf), 1)

    def loss():
        # Three tokens of four follow from the one before; the others are any.
        rows = []
        for _ in range(batch):
            row = [math.floor(vocabulary * stream.u())]
            for _ in range(context):
                jump, to = stream.u(), math.floor(vocabulary * stream.u())
                row.append(to if jump < 0.25 else (5 * row[-1] + 1) % vocabulary)
            rows.append(row)
        rows = torch.tensor(rows)
        x = F.embedding(rows[:, :-1], p["tokens.table"]) + p["positions.table"]
        for i in range(layers):
            b = f"block{i}."
            q, k, v = (t.view(batch, context, heads, -1).transpose(1, 2)
                       for t in layer(norm(x, b + "norm1"), b + "qkv").split(width, 2))
            a = F.softmax(q @ k.transpose(2, 3) / math.sqrt(width // heads) + mask, 3) @ v
            x = x + layer(a.transpose(1, 2).reshape(batch, context, width), b + "mix")
            x = x + layer(F.gelu(layer(norm(x, b + "norm2"), b + "wide")), b + "narrow")
        logits = norm(x, "norm") @ p["tokens.table"].T
        return F.cross_entropy(logits.view(-1, vocabulary), rows[:, 1:].reshape(-1))

    decayed = [t for t in p.values() if t.dim() > 1]
    others = [t for t in p.values() if t.dim() == 1]
    optimiser = torch.optim.AdamW([{"params": decayed, "weight_decay": options["decay"]},
                                   {"params": others, "weight_decay": 0}], lr=rate, betas=(0.9, options["beta2"]))
    return sizes, batch, rate, options, optimiser, p, loss


def gan():
    sizes = dict(latent=5, start=2, channels=[8, 6], colours=1)
    latent, start, (wide, narrow), colours = sizes.values()
    batch, rate = 6, 1e-3
    options = dict(beta1=0.5)
    side = 8
    stream = Stream(3)
    g = stream.parameters([
        ("generator.start.w", (latent, wide * start**2)), ("generator.start.b", (wide * start**2,)),
        ("generator.norm0.gain", (wide,)), ("generator.norm0.shift", (wide,)),
        ("generator.up0", (wide, narrow, 4, 4)),
        ("generator.norm1.gain", (narrow,)), ("generator.norm1.shift", (narrow,)),
        ("generator.up1", (narrow, colours, 4, 4)),
    ])
    d = stream.parameters([
        ("discriminator.down0", (narrow, colours, 4, 4)), ("discriminator.offset0", (narrow,)),
        ("discriminator.down1", (wide, narrow, 4, 4)), ("discriminator.offset1", (wide,)),
        ("discriminator.end.w", (wide * start**2, 1)), ("discriminator.end.b", (1,)),
    ])
    betas = (options["beta1"], 0.999)
    optimisers = [torch.optim.Adam(p.values(), lr=rate, betas=betas) for p in (g, d)]

    def norm(x, name):
        return F.relu(F.batch_norm(x, None, None, g[name + ".gain"], g[name + ".shift"], training=True))

    def made(noise):
        x = noise @ g["generator.start.w"] + g["generator.start.b"]
        x = norm(x.view(batch, wide, start, start), "generator.norm0")
        x = norm(F.conv_transpose2d(x, g["generator.up0"], stride=2, padding=1), "generator.norm1")
        return torch.tanh(F.conv_transpose2d(x, g["generator.up1"], stride=2, padding=1))

    def judged(x):
        for i in range(2):
            x = F.conv2d(x, d[f"discriminator.down{i}"], d[f"discriminator.offset{i}"], stride=2, padding=1)
            x = F.leaky_relu(x, 0.2)
        return x.flatten(1) @ d["discriminator.end.w"] + d["discriminator.end.b"]

    def stepped(optimiser, loss):
        for each in optimisers:
            each.zero_grad()
        loss.backward()
        optimiser.step()
        return loss.item()

    def both():
        # Real pictures are the stripes of the VAE, between -1 and 1.
        real = []
        for _ in range(batch):
            kind = math.floor(4 * stream.u())
            real.append([1.4 * ((j >> kind) & 1) + 0.6 * stream.u() - 1 for j in range(side**2)])
        real = torch.tensor(np.array(real, np.float32)).view(batch, colours, side, side)
        noise = [[math.sqrt(3) * (2 * stream.u() - 1) for _ in range(latent)] for _ in range(batch)]
        pictures = made(torch.tensor(np.array(noise, np.float32)))
        ones, zeros = torch.ones(batch, 1), torch.zeros(batch, 1)
        bce = F.binary_cross_entropy_with_logits
        first = stepped(optimisers[0], bce(judged(pictures), ones))
        second = stepped(optimisers[1], bce(judged(real), ones) + bce(judged(pictures.detach()), zeros))
        return first, second

    return sizes, batch, rate, options, both


def one_at_a_time(options, optimiser, p, loss):
    """A step as `both` gives it: the loss before it."""
    def step():
        optimiser.zero_grad()
        value = loss()
        value.backward()
        if "clip" in options:
            torch.nn.utils.clip_grad_norm_(p.values(), options["clip"])
        optimiser.step()
        return value.item()
    return step


for name in sys.argv[1:] or ["vae", "convolutional-vae", "transformer", "gan"]:
    sizes, batch, rate, options, *rest = globals()[name.replace("-", "_")]()
    step = rest[0] if len(rest) == 1 else one_at_a_time(options, *rest)
    losses = []
    for _ in range(100):
        value = step()
        losses.append([round(each, 6) for each in value] if name == "gan" else round(value, 6))
    trace = dict(torch=torch.__version__, sizes=sizes, batch=batch, rate=rate, options=options, losses=losses)
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), name + ".json")
    with open(path, "w") as file:
        json.dump(trace, file, indent=1)
        file.write("\n")
    print(name, losses[0], losses[9], losses[49], losses[99])
