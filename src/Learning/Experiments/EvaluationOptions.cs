namespace Federated.Learning.Experiments;

/// <summary>When and on what the global model is evaluated.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Evaluate after every n-th round; the last round is always evaluated.</summary>
    [Accepts("[1, 10000000]")]
    public int Every { get; init; } = 1;

    /// <summary>Also evaluate before the first round, as round 0: what a pretrained model knows already.</summary>
    public bool Initial { get; init; }

    /// <summary>Without a server: evaluate every node's own model, before and after mixing, after every n-th round and after the last.</summary>
    [Accepts("[1, 10000000]")]
    public int NodesEvery { get; init; } = 10;

    /// <summary>Also evaluate on the whole training set.</summary>
    public bool Train { get; init; }

    /// <summary>Images, or sequences of tokens, per forward pass.</summary>
    [Accepts("[1, 100000]")]
    public int BatchSize { get; init; } = 250;

    /// <summary>Stop when the test accuracy reaches this value.</summary>
    [Accepts("(0, 1]")]
    public double? TargetAccuracy { get; init; }
}
