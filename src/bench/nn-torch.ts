/** PyTorch's side of bench/nn.ts: reads `model steps`, answers with the milliseconds of each step, and by what library. */
export const TORCH = `
import json, math, sys, time
import torch
import torch.nn as nn
import torch.nn.functional as F

V, T, D, H, L, B = 2048, 128, 128, 4, 4, 16

class Vae(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Linear(784, 400), nn.Linear(400, 40)
        self.c, self.d = nn.Linear(20, 400), nn.Linear(400, 784)
    def forward(self, x, noise):
        mu, logvar = self.b(F.relu(self.a(x))).chunk(2, 1)
        y = self.d(F.relu(self.c(mu + torch.exp(0.5 * logvar) * noise)))
        kl = -0.5 * torch.sum(1 + logvar - mu * mu - logvar.exp())
        return (F.binary_cross_entropy_with_logits(y, x, reduction='sum') + kl) / x.shape[0]

class ConvolutionalVae(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b, self.c = nn.Conv2d(1, 64, 4, 2, 1), nn.Conv2d(64, 128, 4, 2, 1), nn.Linear(6272, 40)
        self.d, self.e, self.f = nn.Linear(20, 6272), nn.ConvTranspose2d(128, 64, 4, 2, 1), nn.ConvTranspose2d(64, 1, 4, 2, 1)
    def forward(self, x, noise):
        mu, logvar = self.c(F.relu(self.b(F.relu(self.a(x)))).flatten(1)).chunk(2, 1)
        h = self.d(mu + torch.exp(0.5 * logvar) * noise).view(-1, 128, 7, 7)
        y = self.f(F.relu(self.e(h)))
        kl = -0.5 * torch.sum(1 + logvar - mu * mu - logvar.exp())
        return (F.binary_cross_entropy_with_logits(y, x, reduction='sum') + kl) / x.shape[0]

class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.n1, self.n2 = nn.LayerNorm(D), nn.LayerNorm(D)
        self.qkv, self.mix = nn.Linear(D, 3 * D), nn.Linear(D, D)
        self.wide, self.narrow = nn.Linear(D, 4 * D), nn.Linear(4 * D, D)
    def forward(self, x, mask, cache=None):
        b, t, _ = x.shape
        q, k, v = (s.view(b, t, H, D // H).transpose(1, 2) for s in self.qkv(self.n1(x)).split(D, 2))
        if cache is not None:
            if cache: k, v = torch.cat((cache[0], k), 2), torch.cat((cache[1], v), 2)
            cache[:] = [k, v]
        a = q @ k.transpose(2, 3) / math.sqrt(D // H)
        a = F.softmax(a if mask is None else a + mask, 3) @ v
        x = x + self.mix(a.transpose(1, 2).reshape(b, t, D))
        return x + self.narrow(F.gelu(self.wide(self.n2(x))))

class Gpt(nn.Module):
    def __init__(self):
        super().__init__()
        self.tokens, self.positions = nn.Embedding(V, D), nn.Embedding(T, D)
        self.blocks, self.norm = nn.ModuleList(Block() for _ in range(L)), nn.LayerNorm(D)
        for table in (self.tokens, self.positions): nn.init.normal_(table.weight, std=0.02)
        self.mask = torch.triu(torch.full((T, T), -math.inf), 1)
    def forward(self, ids, at=0, caches=None):
        x = self.tokens(ids) + self.positions.weight[at:at + ids.shape[1]]
        for i, block in enumerate(self.blocks):
            x = block(x, self.mask if caches is None else None, None if caches is None else caches[i])
        return self.norm(x) @ self.tokens.weight.T

models = {}
def training(model, loss):
    optimiser = torch.optim.Adam(model.parameters(), lr=1e-3)
    def step():
        optimiser.zero_grad(set_to_none=True)
        loss(model).backward()
        optimiser.step()
    return step

def vae():
    x, noise = torch.rand(128, 784), torch.randn(128, 20)
    return training(Vae(), lambda m: m(x, noise))

def convolutional_vae():
    x, noise = torch.rand(256, 1, 28, 28), torch.randn(256, 20)
    return training(ConvolutionalVae(), lambda m: m(x, noise))

def transformer():
    ids = torch.randint(V, (B, T + 1))
    return training(Gpt(), lambda m: F.cross_entropy(m(ids[:, :-1]).view(-1, V), ids[:, 1:].reshape(-1)))

def sampling(batch):
    model = Gpt()
    state = {'t': 0}
    def step():
        with torch.no_grad():
            if state['t'] % T == 0: state.update(t=0, ids=torch.zeros(batch, 1, dtype=torch.long), caches=[[] for _ in range(L)])
            p = F.softmax(model(state['ids'], state['t'], state['caches'])[:, -1], 1)
            state.update(t=state['t'] + 1, ids=torch.multinomial(p, 1))
    return step

def dcgan():
    up = lambda a, b: nn.ConvTranspose2d(a, b, 4, 2, 1, bias=False)
    down = lambda a, b: nn.Conv2d(a, b, 4, 2, 1)
    norm = lambda c: (nn.BatchNorm2d(c), nn.ReLU())
    leaky = nn.LeakyReLU(0.2)
    g = nn.Sequential(nn.Linear(64, 2048), nn.Unflatten(1, (128, 4, 4)), *norm(128), up(128, 64), *norm(64),
                      up(64, 32), *norm(32), up(32, 1), nn.Tanh())
    d = nn.Sequential(down(1, 32), leaky, down(32, 64), leaky, down(64, 128), leaky, nn.Flatten(), nn.Linear(2048, 1))
    steps = [torch.optim.Adam(m.parameters(), lr=1e-3, betas=(0.5, 0.999)) for m in (g, d)]
    real, noise, ones, zeros = torch.rand(64, 1, 32, 32), torch.randn(64, 64), torch.ones(64, 1), torch.zeros(64, 1)
    bce = F.binary_cross_entropy_with_logits
    def step():
        pictures = g(noise)
        d.requires_grad_(False)
        steps[0].zero_grad(set_to_none=True)
        bce(d(pictures), ones).backward()
        steps[0].step()
        d.requires_grad_(True)
        steps[1].zero_grad(set_to_none=True)
        (bce(d(real), ones) + bce(d(pictures.detach()), zeros)).backward()
        steps[1].step()
    return step

made = {'dcgan': dcgan, 'vae': vae, 'convolutional-vae': convolutional_vae, 'transformer': transformer, 'sampling-1': lambda: sampling(1), 'sampling-64': lambda: sampling(64)}
for line in sys.stdin:
    name, steps = line.split()
    if name not in models: models[name] = made[name]()
    times = []
    for _ in range(int(steps)):
        start = time.perf_counter()
        models[name]()
        times.append(1000 * (time.perf_counter() - start))
    print(json.dumps({'version': torch.__version__, 'blas': torch.__config__.show().split('BLAS_INFO=')[1].split(',')[0], 'threads': torch.get_num_threads(), 'times': times}), flush=True)
`;
