using Federated.Learning.Experiments;

namespace Federated.Learning.Data.Cameras;

/// <summary>
/// Users who photograph the images of a data set, each with a camera and a preference for some classes: the natural partition has one client per
/// device. What a camera does is drawn for each user from these ranges; with all of them 0 there are no cameras, with an infinite
/// <see cref="Preference"/> no preferences, and without both nothing tells users apart.
/// </summary>
public sealed record CameraOptions
{
    /// <summary>No camera and no preference: nothing tells users apart.</summary>
    internal static CameraOptions Nothing { get; } = new()
    {
        Preference = double.PositiveInfinity,
        Gamma = 0,
        Brightness = 0,
        Rotation = 0,
        Blur = 0,
        SensorNoise = 0,
        FixedPattern = 0,
    };

    /// <summary>Number of users.</summary>
    [Accepts("[2, 1000000]")]
    public int Users { get; init; } = 30;

    /// <summary>Devices of each user, all with the user's camera: client = user * devices + device.</summary>
    [Accepts("[1, 1000]")]
    public int Devices { get; init; } = 1;

    /// <summary>Images on each device.</summary>
    [Accepts("[1, 1000000]")]
    public int DeviceImages { get; init; } = 160;

    /// <summary>Further images of each user that are on no device: what an adversary may have found elsewhere.</summary>
    [Accepts("[0, 1000000]")]
    public int AuxiliaryImages { get; init; } = 160;

    /// <summary>Concentration of the Dirichlet distribution that a user's class mix is drawn from; infinite: all classes alike.</summary>
    [Accepts("(0, inf]")]
    public double Preference { get; init; } = 0.7;

    /// <summary>A pixel x in [0, 1] becomes x^exp(u), u uniform on plus or minus this.</summary>
    [Accepts("[0, 5]")]
    public double Gamma { get; init; } = 0.7;

    /// <summary>Added to every pixel: uniform on plus or minus this part of the pixel range.</summary>
    [Accepts("[0, 1]")]
    public double Brightness { get; init; } = 0.12;

    /// <summary>Degrees by which images are rotated: uniform on plus or minus this.</summary>
    [Accepts("[0, 180]")]
    public double Rotation { get; init; } = 15;

    /// <summary>Standard deviation of a Gaussian blur in pixels: uniform on 0 to this.</summary>
    [Accepts("[0, 100]")]
    public double Blur { get; init; } = 1;

    /// <summary>Standard deviation of the sensor's noise, drawn for every pixel of every photo: uniform on 0 to this part of the pixel range.</summary>
    [Accepts("[0, 1]")]
    public double SensorNoise { get; init; } = 0.06;

    /// <summary>Standard deviation of the sensor's fixed pattern, drawn once for every pixel of a camera, as a part of the pixel range.</summary>
    [Accepts("[0, 1]")]
    public double FixedPattern { get; init; } = 0.04;
}
