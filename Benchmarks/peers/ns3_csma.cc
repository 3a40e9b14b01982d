// Broadcast beacons over IEEE 802.11p of ns-3, to hold the shared channel of TrustSim (radio.mac "csma") against it.
//
//   apt-get install libns3-dev
//   g++ -O3 -std=c++17 -DNDEBUG -o ns3_csma ns3_csma.cc -I/usr/include/libxml2 \
//     $(for l in wifi mobility network core propagation spectrum energy antenna stats; do echo -lns3-$l; done)
//   ./ns3_csma --positions=p.csv --core=200 --seconds=10 --out=result.csv
//
// Vehicles stand where the file says (id,x,y) and send 300 octets every 100 ms, each at a phase of its own and
// anywhere in the interval that begins then. Counts pairs of
// senders within --core metres of the middle and receivers anywhere, by distance. --errors prints the share of frames that
// the error model lets pass by SNR instead.
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <sstream>
#include <vector>

#include "ns3/boolean.h"
#include "ns3/command-line.h"
#include "ns3/config.h"
#include "ns3/constant-position-mobility-model.h"
#include "ns3/double.h"
#include "ns3/log.h"
#include "ns3/mobility-helper.h"
#include "ns3/net-device-container.h"
#include "ns3/node-container.h"
#include "ns3/packet.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/random-variable-stream.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/table-based-error-rate-model.h"
#include "ns3/uinteger.h"
#include "ns3/wifi-helper.h"
#include "ns3/wifi-mac-helper.h"
#include "ns3/wifi-net-device.h"
#include "ns3/wifi-phy-state-helper.h"
#include "ns3/wifi-utils.h"
#include "ns3/yans-wifi-helper.h"
#include "ns3/yans-wifi-phy.h"
#include "ns3/ofdm-phy.h"

using namespace ns3;

static constexpr double kBin = 25;
static constexpr int kBins = 48;

struct Stamp { uint32_t sender; int64_t written; };

static std::vector<Vector> places;
static std::vector<bool> isCore;
static std::vector<std::vector<uint32_t>> neighbours;  // histogram of distances, by sender
static std::vector<uint64_t> pairs(kBins), received(kBins);
static std::vector<double> busy;
static double warmup = 1, interval = 0.1, seconds = 10;
static uint32_t bytes = 300;
static uint64_t receptions = 0, beacons = 0, sent = 0;
static double delay = 0;

static int Bin(uint32_t a, uint32_t b) {
    return int(std::hypot(places[a].x - places[b].x, places[a].y - places[b].y) / kBin);
}

static bool Receive(Ptr<NetDevice> device, Ptr<const Packet> packet, uint16_t, const Address&) {
    ++receptions;
    Stamp stamp;
    packet->CopyData(reinterpret_cast<uint8_t*>(&stamp), sizeof stamp);
    uint32_t receiver = device->GetNode()->GetId();
    if (isCore[stamp.sender] && stamp.written >= warmup * 1e9) {
        int bin = Bin(stamp.sender, receiver);
        if (bin < kBins) ++received[bin];
    }
    return true;
}

static void State(uint32_t node, Time start, Time duration, WifiPhyState state) {
    if (state != WifiPhyState::TX && state != WifiPhyState::RX && state != WifiPhyState::CCA_BUSY) return;
    double begin = std::max(start.GetSeconds(), warmup), end = (start + duration).GetSeconds();
    if (end > begin) busy[node] += end - begin;
}

static uint32_t header = 32;
static void Begin(uint32_t node, Ptr<const Packet> packet, double) {
    if (!isCore[node]) return;
    uint8_t buffer[128];
    packet->CopyData(buffer, sizeof buffer);
    Stamp stamp;
    std::memcpy(&stamp, buffer + header, sizeof stamp);
    if (stamp.written < warmup * 1e9) return;
    ++sent;
    delay += Simulator::Now().GetSeconds() - stamp.written * 1e-9;
}

static void Send(Ptr<NetDevice> device) {
    uint32_t node = device->GetNode()->GetId();
    Stamp stamp{node, Simulator::Now().GetNanoSeconds()};
    std::vector<uint8_t> payload(bytes);
    std::memcpy(payload.data(), &stamp, sizeof stamp);
    if (isCore[node] && Simulator::Now().GetSeconds() >= warmup) {
        ++beacons;
        for (int bin = 0; bin < kBins; ++bin) pairs[bin] += neighbours[node][bin];
    }
    device->Send(Create<Packet>(payload.data(), bytes), device->GetBroadcast(), 0x8947);
}

static Ptr<UniformRandomVariable> lateness;

static void Tick(Ptr<NetDevice> device) {
    Simulator::Schedule(Seconds(lateness->GetValue(0, interval)), &Send, device);
    Simulator::Schedule(Seconds(interval), &Tick, device);
}

static void PrintErrors(uint32_t octets) {
    Ptr<TableBasedErrorRateModel> model = CreateObject<TableBasedErrorRateModel>();
    WifiMode mode = OfdmPhy::GetOfdmRate6MbpsBW10MHz();
    WifiTxVector vector(mode, 0, WIFI_PREAMBLE_LONG, 800, 1, 1, 0, 10, false);
    for (double db = 0; db <= 12; db += 0.5) {
        double ratio = std::pow(10, db / 10);
        std::printf("%.1f,%.4f\n", db, model->GetChunkSuccessRate(mode, vector, ratio, 8 * octets));
    }
}

int main(int argc, char** argv) {
    std::string positions, loss = "logdistance", out;
    double power = 23, exponent = 2.5, detection = -82, ed = -62, core = 200;
    bool capture = false, qos = false, errors = false;
    uint32_t run = 1;
    CommandLine line;
    line.AddValue("positions", "CSV of id,x,y", positions);
    line.AddValue("loss", "logdistance or nakagami", loss);
    line.AddValue("out", "CSV by distance", out);
    line.AddValue("power", "dBm", power);
    line.AddValue("exponent", "of path loss", exponent);
    line.AddValue("detection", "least power of a preamble, dBm", detection);
    line.AddValue("ed", "energy detection, dBm", ed);
    line.AddValue("core", "senders within so many metres of the middle count", core);
    line.AddValue("capture", "SimpleFrameCaptureModel", capture);
    line.AddValue("qos", "AC_BE in place of the DCF", qos);
    line.AddValue("errors", "print the error model", errors);
    line.AddValue("run", "number of the run", run);
    line.AddValue("seconds", "simulated", seconds);
    line.AddValue("warmup", "not counted", warmup);
    line.AddValue("interval", "between beacons, s", interval);
    line.AddValue("bytes", "octets of a beacon", bytes);
    line.Parse(argc, argv);
    if (errors) { PrintErrors(bytes + 36); return 0; }
    RngSeedManager::SetRun(run);
    if (qos) header = 34;

    std::ifstream file(positions);
    std::string text;
    std::getline(file, text);
    double low = 1e18, high = -1e18;
    while (std::getline(file, text)) {
        int id; double x, y; char comma;
        std::istringstream(text) >> id >> comma >> x >> comma >> y;
        places.emplace_back(x, y, 0);
        low = std::min(low, x); high = std::max(high, x);
    }
    uint32_t count = places.size();
    for (auto& place : places) isCore.push_back(std::abs(place.x - (low + high) / 2) <= core);
    neighbours.assign(count, std::vector<uint32_t>(kBins));
    for (uint32_t a = 0; a < count; ++a)
        for (uint32_t b = 0; b < count; ++b)
            if (a != b && Bin(a, b) < kBins) ++neighbours[a][Bin(a, b)];
    busy.assign(count, 0);

    NodeContainer nodes;
    nodes.Create(count);
    MobilityHelper mobility;
    auto list = CreateObject<ListPositionAllocator>();
    for (auto& place : places) list->Add(place);
    mobility.SetPositionAllocator(list);
    mobility.SetMobilityModel("ns3::ConstantPositionMobilityModel");
    mobility.Install(nodes);

    YansWifiChannelHelper channel;
    channel.SetPropagationDelay("ns3::ConstantSpeedPropagationDelayModel");
    channel.AddPropagationLoss("ns3::LogDistancePropagationLossModel", "Exponent", DoubleValue(exponent),
        "ReferenceDistance", DoubleValue(1), "ReferenceLoss", DoubleValue(47.86));
    if (loss == "nakagami")
        channel.AddPropagationLoss("ns3::NakagamiPropagationLossModel", "Distance1", DoubleValue(80),
            "Distance2", DoubleValue(200), "m0", DoubleValue(1.5), "m1", DoubleValue(0.75), "m2", DoubleValue(0.75));
    YansWifiPhyHelper phy;
    phy.SetChannel(channel.Create());
    phy.Set("ChannelSettings", StringValue("{172, 10, BAND_5GHZ, 0}"));
    phy.Set("TxPowerStart", DoubleValue(power));
    phy.Set("TxPowerEnd", DoubleValue(power));
    phy.Set("CcaEdThreshold", DoubleValue(ed));
    phy.SetPreambleDetectionModel("ns3::ThresholdPreambleDetectionModel", "MinimumRssi", DoubleValue(detection));
    if (capture) phy.SetFrameCaptureModel("ns3::SimpleFrameCaptureModel");
    WifiHelper wifi;
    wifi.SetStandard(WIFI_STANDARD_80211p);
    std::string mode = "OfdmRate6MbpsBW10MHz";
    wifi.SetRemoteStationManager("ns3::ConstantRateWifiManager", "DataMode", StringValue(mode), "ControlMode",
        StringValue(mode), "NonUnicastMode", StringValue(mode));
    WifiMacHelper mac;
    mac.SetType("ns3::AdhocWifiMac", "QosSupported", BooleanValue(qos));
    NetDeviceContainer devices = wifi.Install(phy, mac, nodes);

    auto phase = CreateObject<UniformRandomVariable>();
    lateness = CreateObject<UniformRandomVariable>();
    for (uint32_t node = 0; node < count; ++node) {
        Ptr<NetDevice> device = devices.Get(node);
        device->SetReceiveCallback(MakeCallback(&Receive));
        auto radio = DynamicCast<WifiNetDevice>(device)->GetPhy();
        if (isCore[node]) {
            radio->GetState()->TraceConnectWithoutContext("State", MakeBoundCallback(&State, node));
            radio->TraceConnectWithoutContext("PhyTxBegin", MakeBoundCallback(&Begin, node));
        }
        Simulator::ScheduleWithContext(node, Seconds(phase->GetValue(0, interval)), &Tick, device);
    }
    Simulator::Stop(Seconds(seconds));
    auto begin = std::chrono::steady_clock::now();
    Simulator::Run();
    double loop = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    double ratio = 0; int cores = 0;
    for (uint32_t node = 0; node < count; ++node)
        if (isCore[node]) { ratio += busy[node] / (seconds - warmup); ++cores; }
    std::printf("vehicles=%u core=%d busy=%.4f delay_ms=%.4f beacons=%lu sent=%lu receptions=%lu loop_s=%.2f rx_per_s=%.0f\n",
        count, cores, ratio / cores, sent ? delay / sent * 1e3 : 0.0, beacons, sent, receptions, loop, receptions / loop);
    if (!out.empty()) {
        std::ofstream table(out);
        table << "distance,pairs,received\n";
        for (int bin = 0; bin < kBins; ++bin)
            if (pairs[bin]) table << bin * kBin << ',' << pairs[bin] << ',' << received[bin] << '\n';
    }
    Simulator::Destroy();
}
