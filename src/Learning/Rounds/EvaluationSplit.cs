namespace Federated.Learning.Rounds;

/// <summary>Which samples a model is evaluated on.</summary>
public enum EvaluationSplit
{
    /// <summary>Held-out samples.</summary>
    Test,

    /// <summary>The whole training set, without augmentation.</summary>
    Train,
}
