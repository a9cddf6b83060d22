using System.Runtime.Intrinsics;

namespace Federated.Learning.ZerothOrder;

/// <summary>Which widths this machine has.</summary>
public static class LaneWidths
{
    /// <summary>The widest that is native here.</summary>
    public static LaneWidth Widest { get; } =
        Vector512.IsHardwareAccelerated ? LaneWidth.Sixteen
        : Vector256.IsHardwareAccelerated ? LaneWidth.Eight
        : Vector128.IsHardwareAccelerated ? LaneWidth.Four
        : LaneWidth.Scalar;
}
