using Federated.Learning.Experiments;
using Federated.Learning.LanguageModels;

namespace Federated.Learning.Models;

/// <summary>The network and where its first parameters come from.</summary>
public sealed record ModelOptions
{
    /// <summary>
    /// For images <c>cnn28</c>, <c>lenet</c>, <c>2nn</c>, <c>emnist-nn</c>, <c>logistic</c>, <c>pfl-cnn</c>, <c>resnet18-gn</c>,
    /// <c>lenet-sigmoid</c>, <c>cnn-mean</c>, <c>cnn-mnist</c>, <c>cnn-cifar</c>, <c>cnn-small</c> or <c>word-nn</c>; with <c>task: language</c> it is <c>byte-gpt</c>, <c>sotu-gpt</c> (built in, pretrained), <c>gpt2</c> or <c>opt</c>.
    /// </summary>
    public string Name { get; init; } = "cnn28";

    /// <summary>
    /// File with the initial parameters, <c>.npy</c> (flat) or <c>.safetensors</c>; absent: drawn from the seed. Of language models only
    /// <c>byte-gpt</c> takes one; it takes its sizes from the file, if the file has them.
    /// </summary>
    public string? Initial { get; init; }

    /// <summary>Width D of the residual stream; only with <c>byte-gpt</c>, absent: 64.</summary>
    [Accepts("[1, 16384]")]
    public int? Width { get; init; }

    /// <summary>Number of blocks; only with <c>byte-gpt</c>, absent: 3.</summary>
    [Accepts("[1, 1000]")]
    public int? Blocks { get; init; }

    /// <summary>Attention heads, a divisor of the width; only with <c>byte-gpt</c>, absent: 4.</summary>
    [Accepts("[1, 1024]")]
    public int? Heads { get; init; }

    /// <summary>Longest sequence in tokens; only with <c>byte-gpt</c>, absent: 64.</summary>
    [Accepts("[1, 65536]")]
    public int? Context { get; init; }

    /// <summary>The model's folder, as Hugging Face's libraries keep it; required by, and only accepted with, <c>gpt2</c> and <c>opt</c>.</summary>
    public string? Folder { get; init; }

    /// <summary>Which parameters of a language model are trained and exchanged.</summary>
    public Trainable Trainable { get; init; } = Trainable.All;

    /// <summary>Rank r of the adapters; only with <c>trainable: lora</c>, absent: 8.</summary>
    [Accepts("[1, 16384]")]
    public int? LoraRank { get; init; }

    /// <summary>The adapters' product counts alpha / r times; only with <c>trainable: lora</c>, absent: 16.</summary>
    [Accepts("(0, inf)")]
    public double? LoraAlpha { get; init; }
}
