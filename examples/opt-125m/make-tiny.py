"""A small OPT with random weights, and a tokeniser of bytes, made here: python3 make-tiny.py <folder>"""
import sys

from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import OPTConfig, OPTForCausalLM, PreTrainedTokenizerFast, set_seed

folder = sys.argv[1]
set_seed(1)
special = ['</s>', '<pad>']
alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
vocabulary = {token: i for i, token in enumerate([*special, *alphabet])}
bytes_alone = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
bytes_alone.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
bytes_alone.decoder = decoders.ByteLevel()
tokeniser = PreTrainedTokenizerFast(
    tokenizer_object=bytes_alone, bos_token='</s>', eos_token='</s>', pad_token='<pad>'
)
config = OPTConfig(
    vocab_size=len(vocabulary), hidden_size=32, word_embed_proj_dim=32, ffn_dim=64, num_hidden_layers=2,
    num_attention_heads=2, max_position_embeddings=256, bos_token_id=0, eos_token_id=0, pad_token_id=1,
)
OPTForCausalLM(config).save_pretrained(folder)
tokeniser.save_pretrained(folder)
