namespace Federated.Learning.ZerothOrder;

/// <summary>Width of the registers that a kernel uses. All give the same bits.</summary>
public enum LaneWidth
{
    /// <summary>One word at a time: the definition.</summary>
    Scalar,

    /// <summary>128 bits.</summary>
    Four,

    /// <summary>256 bits.</summary>
    Eight,

    /// <summary>512 bits.</summary>
    Sixteen,
}
