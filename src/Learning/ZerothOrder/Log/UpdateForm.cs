namespace Federated.Learning.ZerothOrder;

/// <summary>What a sealed round does to the weights.</summary>
public enum UpdateForm
{
    /// <summary>theta = theta - alpha sum P z, round after round.</summary>
    Sequential,

    /// <summary>theta = theta_0 - alpha A with A the exact sum of all P z so far: rounds may come in any order (FedKSeed, arXiv 2312.06353).</summary>
    Accumulated,

    /// <summary>theta = theta - alpha sign(sum P) z on shared directions (FeedSign, arXiv 2501.17610).</summary>
    Majority,

    /// <summary>Perturbations with a moving mean and an adaptive step (ZO-AdaMU, arXiv 2312.15184).</summary>
    AdaMu,
}
